package io.sketchwatch.core.tracklet;

/**
 * The shots that were taken of a tracklet.
 *
 * @param shots how many
 * @param bestQuality of them; 0 before the first
 */
public record ShotHistory(int shots, double bestQuality) {

  public static final ShotHistory NONE = new ShotHistory(0, 0);

  /** With one more. */
  public ShotHistory with(double quality) {
    return new ShotHistory(shots + 1, Math.max(bestQuality, quality));
  }
}
