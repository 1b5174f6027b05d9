package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What slots have told that are not among the last ones any more.
 *
 * @param place of their scores
 * @param spread of their scores about each slot's own mean, so that a mean that moves does not
 *     widen it
 */
record SettledScores(ScoreMoments place, ScoreMoments spread) {

  static final SettledScores NONE = new SettledScores(ScoreMoments.NONE, ScoreMoments.NONE);

  /** Standard errors within which the last slots have the same mean. */
  private static final double SAME_PLACE = 2;

  /** The same of their spread, whose error is larger where scores are not normal. */
  private static final double SAME_SPREAD = 3;

  static SettledScores of(ScoreMoments slot) {
    return new SettledScores(slot, slot.centred());
  }

  SettledScores plus(SettledScores others) {
    return new SettledScores(place.plus(others.place), spread.plus(others.spread));
  }

  SettledScores only(boolean samePlace, boolean sameSpread) {
    return new SettledScores(
        samePlace ? place : ScoreMoments.NONE, sameSpread ? spread : ScoreMoments.NONE);
  }

  /** Mean and spread of the last slots, each told by these as well if they tell the same. */
  ScoreMoments sharpen(ScoreMoments last) {
    double deviation =
        tellsTheSpreadOf(last) ? last.centred().plus(spread).deviation() : last.deviation();
    double mean = tellsThePlaceOf(last, deviation) ? last.plus(place).mean() : last.mean();
    return ScoreMoments.of(last.tracklets(), mean, deviation);
  }

  private boolean tellsTheSpreadOf(ScoreMoments last) {
    return spread.tracklets() > 0
        && Math.abs(last.deviation() / spread.deviation() - 1)
            < SAME_SPREAD * standardError(last, spread) / Math.sqrt(2);
  }

  private boolean tellsThePlaceOf(ScoreMoments last, double deviation) {
    return place.tracklets() > 0
        && Math.abs(last.mean() - place.mean())
            < SAME_PLACE * standardError(last, place) * deviation;
  }

  private static double standardError(ScoreMoments some, ScoreMoments others) {
    return Math.sqrt(1.0 / some.tracklets() + 1.0 / others.tracklets());
  }

  void write(DataOutput out) throws IOException {
    place.write(out);
    spread.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param version of the layout of {@link ScoreBackground}; the first knew no spread of its own
   */
  static SettledScores read(int version, DataInput in) throws IOException {
    ScoreMoments place = ScoreMoments.read(in);
    return version == 1 ? of(place) : new SettledScores(place, ScoreMoments.read(in));
  }
}
