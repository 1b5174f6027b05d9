package io.sketchwatch.core.tracklet;

import java.time.Instant;

/**
 * The shots that were taken of a tracklet.
 *
 * @param shots how many
 * @param bestQuality of them; 0 before the first
 * @param lastTaken capture time of the latest; null before the first
 */
public record ShotHistory(int shots, double bestQuality, Instant lastTaken) {

  public static final ShotHistory NONE = new ShotHistory(0, 0, null);

  /** With one more. */
  public ShotHistory with(double quality, Instant taken) {
    return new ShotHistory(shots + 1, Math.max(bestQuality, quality), taken);
  }
}
