package io.sketchwatch.core.calibration;

import java.util.Arrays;

/**
 * A closed stretch of the stream as one query under one model has scored it: one score a tracklet,
 * the highest of its shots.
 *
 * @param millis its length, above zero
 * @param moments of all its tracklets
 * @param best the highest scores, descending; not copied
 */
public record BackgroundWindow(long millis, ScoreMoments moments, double[] best) {

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
   */
  public static BackgroundWindow of(long millis, ScoreMoments moments, double[] scores) {
    return of(millis, moments, scores, MOST);
  }

  /** The same of the gallery's whole past, of which more scores are of use. */
  public static BackgroundWindow ofPast(long millis, ScoreMoments moments, double[] scores) {
    return of(millis, moments, scores, MOST_OF_PAST);
  }

  private static BackgroundWindow of(long millis, ScoreMoments moments, double[] scores, int most) {
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    double[] best = new double[Math.min(most, ascending.length)];
    for (int i = 0; i < best.length; i++) {
      best[i] = ascending[ascending.length - 1 - i];
    }
    return new BackgroundWindow(millis, moments, best);
  }

  /** Whether every tracklet's score is named. */
  boolean isWhole() {
    return best.length >= moments.tracklets();
  }
}
