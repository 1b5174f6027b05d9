package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The long memory of a background: how the tail of its scores falls off, in standard units. An
 * epoch lasts as long as the budget needs for {@value #ALERTS_OF_AN_EPOCH} alerts, from an hour to
 * 14 days.
 *
 * @param earlier the last epoch that is over
 * @param later the one that goes on
 */
record TailMemory(TailEpoch earlier, TailEpoch later) {

  /** Of nobody. */
  static final TailMemory EMPTY = new TailMemory(TailEpoch.EMPTY, TailEpoch.EMPTY);

  private static final double ALERTS_OF_AN_EPOCH = 40;
  private static final Duration SHORTEST_EPOCH = Duration.ofHours(1);
  private static final Duration LONGEST_EPOCH = Duration.ofDays(14);

  /** About that of normal scores of more than two deviations. */
  private static final double SHAPE = -0.1;

  /**
   * Of a tail that is new: mostly, a group of people makes it whose scores are normal, and the
   * level is in their midst. That of the upper half of normal scores is -0.2 by maximum likelihood
   * of very many, -0.35 of 125.
   */
  private static final double SHAPE_OF_NEW = -0.28;

  /** Begins with an epoch. */
  static TailMemory of(TailEpoch first) {
    return new TailMemory(TailEpoch.EMPTY, first);
  }

  /** The tail of new scores alone. */
  static BackgroundTail tail(TailScores scores) {
    return BackgroundTail.of(scores, SHAPE_OF_NEW);
  }

  /** Empty if it knows too few scores that differ. */
  Optional<BackgroundTail> tail() {
    return earlier.isEmpty()
        ? TailScores.of(later).map(TailMemory::tail)
        : TailScores.of(earlier.plus(later)).map(scores -> BackgroundTail.of(scores, SHAPE));
  }

  boolean isEmpty() {
    return later.isEmpty() && earlier.isEmpty();
  }

  /**
   * After another window.
   *
   * @param falseAlertsPerDay the budget, above zero
   */
  TailMemory with(TailEpoch window, double falseAlertsPerDay) {
    TailEpoch grown = later.plus(window).most(TailEpoch.CAPACITY);
    return grown.millis() >= epochMillis(falseAlertsPerDay)
        ? new TailMemory(grown, TailEpoch.EMPTY)
        : new TailMemory(earlier, grown);
  }

  private static long epochMillis(double falseAlertsPerDay) {
    double days = ALERTS_OF_AN_EPOCH / falseAlertsPerDay;
    long millis = (long) (days * Duration.ofDays(1).toMillis());
    return Math.min(LONGEST_EPOCH.toMillis(), Math.max(SHORTEST_EPOCH.toMillis(), millis));
  }

  void write(DataOutput out) throws IOException {
    earlier.write(out);
    later.write(out);
  }

  static TailMemory read(DataInput in) throws IOException {
    return new TailMemory(TailEpoch.read(in), TailEpoch.read(in));
  }
}
