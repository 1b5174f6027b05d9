package io.sketchwatch.core.calibration;

import io.sketchwatch.core.layout.LayoutVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The scores of people who are not the target, of one query under one model, with a budget.
 * Immutable.
 *
 * <p><b>Two memories.</b> Where scores lie, how far they spread and how many come is taken from the
 * last eleven windows, 55 minutes of windows of 5 (longer where they hold few tracklets), and a few
 * hours before them that tell the same. How the tail falls off is taken from far longer: each
 * window's highest scores, standardised by what was known before it, are kept for one to two times
 * as long as the budget needs for 40 alerts, an hour to 14 days. So a shift of traffic, mean or
 * spread is followed within the hour, and errors of the short memory are part of what the long one
 * has seen.
 *
 * <p><b>Changes.</b> A window that is unlike the last eleven in place or spread, or that has far
 * more scores in the tail, begins the short memory anew, with the windows since the change is
 * likeliest to have come, and teaches the long one nothing; what has not changed is still told by
 * the hours before. So does one after which the last eleven refute the long memory: their own
 * highest scores are far likelier by the tail that is fitted to them alone. If they still refute it
 * with mean and spread of after the change, before eleven windows have come, then the tail itself
 * has changed, as by a new sort of people. The long memory is then forgotten, and begins anew with
 * the scores of the windows since the change, by which the tail is told until there are eleven.
 *
 * <p>Memory: at most {@value #MOST_BYTES} bytes as written.
 */
public final class ScoreBackground {

  /** Most bytes that {@link #write} writes. */
  public static final int MOST_BYTES = 2800;

  /** Before anything is seen. */
  public static final ScoreBackground EMPTY =
      new ScoreBackground(RecentScores.NONE, TailMemory.EMPTY);

  private static final int VERSION = 3;

  /** Standard errors that a window may be off by chance. */
  private static final double CHANCE = 4;

  private static final double SAME_MEAN = 0.25;
  private static final double SAME_SPREAD = 1.2;
  private static final double SAME_TAIL = 2;
  private static final int A_FEW = 2;

  /** Logarithm of how much likelier another tail must be, by eleven windows of any day. */
  private static final double REFUTED = 10;

  /** The same by the windows since a change, of which there are few. */
  private static final double REFUTED_SINCE_A_CHANGE = 5;

  /**
   * So many of the last slots' highest scores may be the target's: it walks by a few times in those
   * hours where few come.
   */
  private static final int STRANGERS = 5;

  private final RecentScores recent;
  private final TailMemory tails;

  /** Fitted once, for now and for the next window. */
  private final Optional<BackgroundTail> tail;

  private ScoreBackground(RecentScores recent, TailMemory tails) {
    this.recent = recent;
    this.tails = tails;
    this.tail = tails.isEmpty() ? TailScores.of(recent.tail()).map(TailMemory::tail) : tails.tail();
  }

  /**
   * What it says of scores now; empty before it has seen some 130 tracklets, and while they all
   * score the same.
   */
  public Optional<Calibration> calibration() {
    RecentSlot last = recent.last();
    return last.moments().tracklets() < RecentScores.LEAST
        ? Optional.empty()
        : tail.map(known -> new Calibration(last, recent.moments(), known));
  }

  /**
   * After the gallery's past, instead of all that was known.
   *
   * @param past everything that is held, as one window; it may name more scores than others
   */
  public static ScoreBackground ofPast(BackgroundWindow past) {
    RecentScores recent = RecentScores.of(RecentSlot.of(past));
    return new ScoreBackground(recent, TailMemory.of(recent.tail()));
  }

  /**
   * After the next window.
   *
   * @param window of the same scores
   * @param falseAlertsPerDay the budget, above zero
   */
  public ScoreBackground with(BackgroundWindow window, double falseAlertsPerDay) {
    RecentSlot fresh = RecentSlot.of(window);
    if (recent.isEmpty()) {
      return new ScoreBackground(RecentScores.of(fresh), tails);
    }
    ScoreMoments known = recent.moments();
    boolean samePlace = hasSamePlace(window.moments(), known);
    boolean sameSpread = hasSameSpread(window.moments(), known);
    if (!samePlace || !sameSpread) {
      return new ScoreBackground(recent.changed(fresh, samePlace, sameSpread), tails);
    }
    RecentScores more = recent.with(fresh);
    if (tails.isEmpty()) {
      return begunAnew(more);
    }
    TailEpoch seen = TailEpoch.of(fresh, known);
    if (recent.isFull()) {
      if (tail.filter(it -> hasMoreIn(it, seen) || isRefuted(it, more, REFUTED)).isPresent()) {
        return new ScoreBackground(recent.changed(fresh, true, false), tails);
      }
    } else if (tail.filter(it -> isRefuted(it, more, REFUTED_SINCE_A_CHANGE)).isPresent()) {
      return begunAnew(more);
    }
    return new ScoreBackground(more, tails.with(seen, falseAlertsPerDay));
  }

  private static ScoreBackground begunAnew(RecentScores recent) {
    TailEpoch own = recent.tail();
    boolean tellsTheTail = recent.isFull() && TailScores.of(own).isPresent();
    return new ScoreBackground(
        recent, tellsTheTail ? TailMemory.of(own.most(TailEpoch.CAPACITY)) : TailMemory.EMPTY);
  }

  private static boolean isRefuted(BackgroundTail tail, RecentScores recent, double evidence) {
    return TailScores.of(recent.tail())
        .filter(seen -> TailMemory.tail(seen).evidenceAgainst(tail, seen, STRANGERS) > evidence)
        .isPresent();
  }

  private static boolean hasMoreIn(BackgroundTail tail, TailEpoch window) {
    double expected = window.tracklets() * tail.levelProbability();
    return window.highest().above(tail.level())
        > SAME_TAIL * expected + CHANCE * Math.sqrt(expected) + A_FEW;
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

  /** Bytes: version (1 byte), the short memory, the two stretches of the long one. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    recent.write(out);
    tails.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if that is of a later version
   */
  public static ScoreBackground read(DataInput in) throws IOException {
    int version = LayoutVersion.read("Background of scores", 1, VERSION, in);
    return new ScoreBackground(RecentScores.read(version, in), TailMemory.read(in));
  }
}
