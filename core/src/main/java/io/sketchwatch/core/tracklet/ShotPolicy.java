package io.sketchwatch.core.tracklet;

import java.io.Serializable;
import java.time.Duration;

/**
 * Which crops of a tracklet are worth embedding: the first good one of a confirmed tracklet, then
 * clearly better ones. A tracklet whose crops are all poor gets its first shot after a while all
 * the same, so that nobody who was followed is missing from the gallery.
 *
 * @param goodQuality from which a first shot is taken at once
 * @param patience how long a poor tracklet waits for a good crop
 * @param better how many times the best quality so far the next shot must have
 * @param maxShots most shots of a tracklet
 */
public record ShotPolicy(double goodQuality, Duration patience, double better, int maxShots)
    implements Serializable {

  /** From quality 0.35 or after a second; again when a quarter better; 3 shots. */
  public static final ShotPolicy DEFAULT = new ShotPolicy(0.35, Duration.ofSeconds(1), 1.25, 3);

  /** Whether to take a shot of a person just seen. */
  public boolean wants(Track track, double quality, ShotHistory history) {
    if (!track.confirmed() || history.shots() >= maxShots) {
      return false;
    }
    if (history.shots() > 0) {
      return quality >= better * history.bestQuality() && quality > history.bestQuality();
    }
    Duration followed = Duration.between(track.firstSeen(), track.lastSeen());
    return quality >= goodQuality || followed.compareTo(patience) >= 0;
  }
}
