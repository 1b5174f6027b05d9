package io.sketchwatch.core.tracklet;

import java.io.Serializable;
import java.time.Duration;

/**
 * Which crops of a tracklet are worth embedding: the first good one of a confirmed tracklet, then
 * clearly better ones, some time apart: neighbouring frames show the same pose, and somebody who
 * has just stepped into the picture would use up all shots before being seen well. A tracklet whose
 * crops are all poor gets its first shot after a while all the same, so that nobody who was
 * followed is missing from the gallery.
 *
 * @param goodQuality from which a first shot is taken at once
 * @param patience how long a poor tracklet waits for a good crop
 * @param spacing least time from a shot to the next
 * @param better how many times the best quality so far the next shot must have
 * @param maxShots most shots of a tracklet
 */
public record ShotPolicy(
    double goodQuality, Duration patience, Duration spacing, double better, int maxShots)
    implements Serializable {

  /** From quality 0.35 or after a second; again a second later when a quarter better; 3 shots. */
  public static final ShotPolicy DEFAULT =
      new ShotPolicy(0.35, Duration.ofSeconds(1), Duration.ofSeconds(1), 1.25, 3);

  /** Whether to take a shot of a person just seen. */
  public boolean wants(Track track, double quality, ShotHistory history) {
    if (!track.confirmed() || history.shots() >= maxShots) {
      return false;
    }
    if (history.shots() > 0) {
      return !track.lastSeen().isBefore(history.lastTaken().plus(spacing))
          && quality >= better * history.bestQuality()
          && quality > history.bestQuality();
    }
    Duration followed = Duration.between(track.firstSeen(), track.lastSeen());
    return quality >= goodQuality || followed.compareTo(patience) >= 0;
  }
}
