package io.sketchwatch.core.tracklet;

import java.io.Serializable;
import java.time.Duration;

/**
 * Which crops of a tracklet are worth embedding: the first good one of a confirmed tracklet, then
 * better ones, some time apart: neighbouring frames show the same pose, and somebody who has just
 * stepped into the picture would use up all shots before being seen well. A tracklet whose crops
 * are all poor gets its first shot after a while all the same, so that nobody who was followed is
 * missing from the gallery.
 *
 * @param goodQuality from which a first shot is taken at once
 * @param patience how long a poor tracklet waits for a good crop
 * @param spacing least time from a shot to the next
 * @param better how many times the best quality so far the next shot must exceed
 * @param maxShots most shots of a tracklet
 */
public record ShotPolicy(
    double goodQuality, Duration patience, Duration spacing, double better, int maxShots)
    implements Serializable {

  /**
   * From quality 0.35 or after a second; again two seconds later when better; 3 shots. Of 57
   * drawings from {@code vtest.avi}, 31 led to an alert; 18 when a shot had to be a quarter better
   * than the last and might follow at once.
   */
  public static final ShotPolicy DEFAULT =
      new ShotPolicy(0.35, Duration.ofSeconds(1), Duration.ofSeconds(2), 1, 3);

  /** Whether to take a shot of a person just seen. */
  public boolean wants(Track track, double quality, ShotHistory history) {
    if (!track.confirmed() || history.shots() >= maxShots) {
      return false;
    }
    if (history.shots() > 0) {
      return !track.lastSeen().isBefore(history.lastTaken().plus(spacing))
          && quality > better * history.bestQuality();
    }
    Duration followed = Duration.between(track.firstSeen(), track.lastSeen());
    return quality >= goodQuality || followed.compareTo(patience) >= 0;
  }
}
