package io.sketchwatch.core.calibration;

import java.util.Arrays;
import java.util.Optional;

/**
 * The highest scores of some tracklets, none missing.
 *
 * @param tracklets how many there were
 * @param descending standardised scores; at least {@link #above} and one more
 * @param level a score
 * @param above how many are above it
 */
record TailScores(long tracklets, double[] descending, double level, int above) {

  private static final int FEWEST = 20;
  private static final double MOST_OF_ALL = 0.15;

  /** Of two stretches; empty if they have too few that differ. */
  static Optional<TailScores> of(TailEpoch earlier, TailEpoch later) {
    long tracklets = earlier.tracklets() + later.tracklets();
    double[] descending = descending(earlier, later);
    int above = (int) Math.min(descending.length - 1, MOST_OF_ALL * tracklets);
    if (above < FEWEST) {
      return Optional.empty();
    }
    double level = descending[above];
    while (above > 0 && descending[above - 1] <= level) {
      above--;
    }
    return above < FEWEST
        ? Optional.empty()
        : Optional.of(new TailScores(tracklets, descending, level, above));
  }

  private static double[] descending(TailEpoch earlier, TailEpoch later) {
    double level = Math.max(earlier.level(), later.level());
    float[] first = TailEpoch.from(earlier.best(), level);
    float[] second = TailEpoch.from(later.best(), level);
    double[] negative = new double[first.length + second.length];
    for (int i = 0; i < negative.length; i++) {
      negative[i] = -(i < first.length ? first[i] : second[i - first.length]);
    }
    Arrays.sort(negative);
    return Arrays.stream(negative).map(score -> -score).toArray();
  }

  /** The part of the tracklets that are above the level. */
  double probability() {
    return (double) above / tracklets;
  }
}
