package io.sketchwatch.core.calibration;

import io.sketchwatch.core.layout.LayoutVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The scores of people who are not the target, of one query under one model, with a budget.
 * Immutable.
 *
 * <p><b>Two memories.</b> Where scores lie, how far they spread and how many come is taken from the
 * last ten windows, 50 minutes of windows of 5 (longer where they hold few tracklets), and a few
 * hours before them that tell the same. How the tail falls off is taken from far longer: each
 * window's highest scores, standardised by what was known before it, are kept for one to two times
 * as long as the budget needs for {@value #EXPECTED_ALERTS} alerts, an hour to 14 days. So a shift
 * of traffic, mean or spread is followed within the hour, and errors of the short memory are part
 * of what the long one has seen.
 *
 * <p><b>Changes.</b> A window that is unlike the last ten begins the short memory anew, with the
 * windows since the change is likeliest to have come, and teaches the long one nothing; what has
 * not changed, place or spread, is still told by the hours before. So does one after which more
 * than twice, or less than half, as many scores as expected are in the tail. If that comes again
 * before ten more windows, the tail itself has changed, and the long memory begins anew too.
 *
 * <p>Memory: at most {@value #MOST_BYTES} bytes as written.
 */
public final class ScoreBackground {

  /** Most bytes that {@link #write} writes. */
  public static final int MOST_BYTES = 1800;

  /** Before anything is seen. */
  public static final ScoreBackground EMPTY =
      new ScoreBackground(RecentScores.NONE, TailEpoch.EMPTY, TailEpoch.EMPTY);

  private static final int VERSION = 2;

  private static final double EXPECTED_ALERTS = 40;
  private static final Duration SHORTEST_EPOCH = Duration.ofHours(1);
  private static final Duration LONGEST_EPOCH = Duration.ofDays(14);

  /** Standard errors that a window may be off by chance. */
  private static final double CHANCE = 4;

  private static final double SAME_MEAN = 0.25;
  private static final double SAME_SPREAD = 1.2;
  private static final double SAME_TAIL = 2;
  private static final int A_FEW = 2;

  private final RecentScores recent;
  private final TailEpoch earlier;
  private final TailEpoch later;

  private ScoreBackground(RecentScores recent, TailEpoch earlier, TailEpoch later) {
    this.recent = recent;
    this.earlier = earlier;
    this.later = later;
  }

  /**
   * What it says of scores now; empty before it has seen some 130 tracklets, and while they all
   * score the same.
   */
  public Optional<Calibration> calibration() {
    RecentSlot last = recent.last();
    return last.moments().tracklets() < RecentScores.LEAST
        ? Optional.empty()
        : TailScores.of(earlier, later)
            .map(BackgroundTail::of)
            .map(tail -> new Calibration(last, recent.moments(), tail));
  }

  /**
   * After the gallery's past, instead of all that was known.
   *
   * @param past everything that is held, as one window; it may name more scores than others
   */
  public static ScoreBackground ofPast(BackgroundWindow past) {
    return new ScoreBackground(
        RecentScores.of(new RecentSlot(past.millis(), past.moments(), 0, 0)),
        TailEpoch.EMPTY,
        TailEpoch.EMPTY.with(past, past.moments()));
  }

  /**
   * After the next window.
   *
   * @param window of the same scores
   * @param falseAlertsPerDay the budget, above zero
   */
  public ScoreBackground with(BackgroundWindow window, double falseAlertsPerDay) {
    ScoreMoments known = recent.moments();
    RecentSlot fresh = new RecentSlot(window.millis(), window.moments(), 0, 0);
    if (recent.isEmpty()) {
      return new ScoreBackground(RecentScores.of(fresh), earlier, later);
    }
    boolean samePlace = hasSamePlace(window.moments(), known);
    boolean sameSpread = hasSameSpread(window.moments(), known);
    if (!samePlace || !sameSpread) {
      return new ScoreBackground(recent.changed(fresh, samePlace, sameSpread), earlier, later);
    }
    RecentSlot slot =
        TailScores.of(earlier, later).map(tail -> counted(window, known, tail)).orElse(fresh);
    if (hasOtherTail(slot) || hasOtherTail(recent.last().plus(slot))) {
      return recent.isFull()
          ? new ScoreBackground(recent.changed(fresh, true, false), earlier, later)
          : new ScoreBackground(
              recent.changed(fresh, true, false), TailEpoch.EMPTY, TailEpoch.EMPTY);
    }
    TailEpoch grown = later.with(window, known);
    return grown.millis() >= epochMillis(falseAlertsPerDay)
        ? new ScoreBackground(recent.with(slot), grown, TailEpoch.EMPTY)
        : new ScoreBackground(recent.with(slot), earlier, grown);
  }

  private static long epochMillis(double falseAlertsPerDay) {
    double days = EXPECTED_ALERTS / falseAlertsPerDay;
    long millis = (long) (days * Duration.ofDays(1).toMillis());
    return Math.min(LONGEST_EPOCH.toMillis(), Math.max(SHORTEST_EPOCH.toMillis(), millis));
  }

  private static RecentSlot counted(BackgroundWindow window, ScoreMoments known, TailScores tail) {
    int above = 0;
    for (double score : window.best()) {
      above += known.standardise(score) > tail.level() ? 1 : 0;
    }
    double expected = window.moments().tracklets() * tail.probability();
    return new RecentSlot(window.millis(), window.moments(), above, expected);
  }

  private static boolean hasSamePlace(ScoreMoments window, ScoreMoments known) {
    return areFew(window, known)
        || Math.abs(known.standardise(window.mean())) <= SAME_MEAN + error(window);
  }

  private static boolean hasSameSpread(ScoreMoments window, ScoreMoments known) {
    double spread = window.deviation() / known.deviation();
    double most = SAME_SPREAD * (1 + error(window) / Math.sqrt(2));
    return areFew(window, known) || (spread <= most && spread >= 1 / most);
  }

  private static boolean areFew(ScoreMoments window, ScoreMoments known) {
    return window.tracklets() < RecentScores.LEAST || known.tracklets() < RecentScores.LEAST;
  }

  private static double error(ScoreMoments window) {
    return CHANCE / Math.sqrt((double) window.tracklets());
  }

  private static boolean hasOtherTail(RecentSlot all) {
    double chance = CHANCE * Math.sqrt(all.expectedAbove());
    return all.above() > SAME_TAIL * all.expectedAbove() + chance + A_FEW
        || all.above() < all.expectedAbove() / SAME_TAIL - chance;
  }

  /** Bytes: version (1 byte), the short memory, the two stretches of the long one. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    recent.write(out);
    earlier.write(out);
    later.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if that is of a later version
   */
  public static ScoreBackground read(DataInput in) throws IOException {
    int version = LayoutVersion.read("Background of scores", 1, VERSION, in);
    return new ScoreBackground(
        RecentScores.read(version, in), TailEpoch.read(in), TailEpoch.read(in));
  }
}
