package io.sketchwatch.core.calibration;

import java.util.Arrays;
import java.util.Optional;

/**
 * The highest scores of some tracklets, none missing, but for those that are taken for the
 * target's.
 *
 * <p><b>The target among them.</b> The target's own tracklets are few and high. Those of the
 * highest eighth that stand far above the rest are therefore taken for the target and left out; up
 * to half, if the gap is far wider. By Rényi's representation, gaps between ordered excesses of an
 * exponential tail, times their rank, are exponential of its scale: one of {@value #WIDE} times
 * that has a chance of 0.0003.
 *
 * @param tracklets how many there were
 * @param descending standardised scores above the level; not copied
 * @param level a score
 */
record TailScores(long tracklets, double[] descending, double level) {

  private static final int FEWEST = 20;
  private static final double MOST_OF_ALL = 0.15;
  private static final double EIGHTH = 0.125;
  private static final double WIDE = 8;
  private static final double HALF = 0.5;
  private static final double FAR_WIDER = 20;

  /** Empty if there are too few that differ. */
  static Optional<TailScores> of(TailEpoch epoch) {
    double[] descending = epoch.highest().descending();
    int place = (int) Math.min(descending.length - 1, MOST_OF_ALL * epoch.tracklets());
    return above(epoch.tracklets(), descending, place).map(TailScores::withoutTarget);
  }

  /** Those above the score of a place, from 0. */
  private static Optional<TailScores> above(long tracklets, double[] descending, int place) {
    if (place < FEWEST) {
      return Optional.empty();
    }
    int above = place;
    while (above > 0 && descending[above - 1] <= descending[place]) {
      above--;
    }
    return above < FEWEST
        ? Optional.empty()
        : Optional.of(
            new TailScores(tracklets, Arrays.copyOf(descending, above), descending[place]));
  }

  /** The higher half; empty if these are too few that differ. */
  Optional<TailScores> higherHalf() {
    return above(tracklets, descending, descending.length / 2);
  }

  private TailScores withoutTarget() {
    TailScores few = without(standingApart(HALF, FAR_WIDER));
    return few.without(few.standingApart(EIGHTH, WIDE));
  }

  private TailScores without(int highest) {
    return new TailScores(
        tracklets, Arrays.copyOfRange(descending, highest, descending.length), level);
  }

  /**
   * How many of the highest part are above its lowest gap so wide. Their scale is that of an
   * exponential tail of the others: a shape would follow what stands apart.
   */
  private int standingApart(double part, double wide) {
    double[] excesses = excesses();
    int suspects = (int) (excesses.length * part);
    double gap = wide * GeneralizedPareto.exponentialScale(excesses, suspects);
    int apart = 0;
    for (int place = 1; place <= suspects; place++) {
      if (place * (excesses[place - 1] - excesses[place]) > gap) {
        apart = place;
      }
    }
    return apart;
  }

  /** Of the level, descending. */
  double[] excesses() {
    return Arrays.stream(descending).map(score -> score - level).toArray();
  }

  /** The part of the tracklets that is above the level. */
  double probability() {
    return (double) descending.length / tracklets;
  }
}
