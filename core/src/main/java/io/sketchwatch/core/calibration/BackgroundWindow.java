package io.sketchwatch.core.calibration;

import java.util.Arrays;

/**
 * A closed stretch of the stream as one query under one model has scored it: one score a tracklet,
 * the highest of its shots.
 *
 * @param millis its length, above zero
 * @param moments of all its tracklets
 * @param best the highest scores, descending; not copied
 * @param level every score above it is named
 */
public record BackgroundWindow(long millis, ScoreMoments moments, double[] best, double level) {

  /** Most scores that a window has to name. */
  public static final int MOST = 16;

  /** Most scores that the gallery's whole past has to name. */
  public static final int MOST_OF_PAST = TailEpoch.CAPACITY;

  /**
   * Names the highest of some scores.
   *
   * @param millis above zero
   * @param moments of all tracklets of the window
   * @param scores of those that scored high, one a tracklet, in any order
   * @param floor all that scored higher are among these
   */
  public static BackgroundWindow of(
      long millis, ScoreMoments moments, double[] scores, double floor) {
    return of(millis, moments, scores, floor, MOST);
  }

  /**
   * The same of the gallery's whole past, of which more scores are of use: of all tracklets, or of
   * so many that none which is missing scored higher than any.
   */
  public static BackgroundWindow ofPast(long millis, ScoreMoments moments, double[] scores) {
    double floor =
        scores.length >= moments.tracklets()
            ? Double.NEGATIVE_INFINITY
            : Arrays.stream(scores).min().orElse(Double.POSITIVE_INFINITY);
    return of(millis, moments, scores, floor, MOST_OF_PAST);
  }

  private static BackgroundWindow of(
      long millis, ScoreMoments moments, double[] scores, double floor, int most) {
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    double[] best = new double[Math.min(most, ascending.length)];
    for (int i = 0; i < best.length; i++) {
      best[i] = ascending[ascending.length - 1 - i];
    }
    double level = best.length < scores.length ? best[best.length - 1] : floor;
    return new BackgroundWindow(millis, moments, best, level);
  }
}
