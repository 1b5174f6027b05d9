package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The upper tail of a background, in standardised scores.
 *
 * <p><b>The target among them.</b> The target's own tracklets are few and high. The highest eighth
 * of the tail is therefore counted but not measured, so that how high they are has no say. Those of
 * them that stand far above the rest are taken for the target and not counted either; up to half of
 * the tail, if the gap is far wider. By Rényi's representation, gaps between the hazards of ordered
 * scores, times their rank, are exponential of mean 1: one of {@value #WIDE} has a chance of
 * 0.0003.
 */
final class BackgroundTail {

  private static final double CENSORED = 0.125;
  private static final double WIDE = 8;
  private static final double HALF = 0.5;
  private static final double FAR_WIDER = 20;

  private final double level;
  private final double levelProbability;
  private final GeneralizedPareto tail;
  private final double highestMeasured;

  private BackgroundTail(
      double level, double levelProbability, GeneralizedPareto tail, double highestMeasured) {
    this.level = level;
    this.levelProbability = levelProbability;
    this.tail = tail;
    this.highestMeasured = highestMeasured;
  }

  /** Of some scores. */
  static BackgroundTail of(TailScores scores) {
    int many = standingApart(scores, 0, HALF, FAR_WIDER);
    int all = standingApart(scores, many, CENSORED, WIDE);
    return new BackgroundTail(
        scores.level(),
        (double) (scores.above() - all) / scores.tracklets(),
        fit(scores, all, CENSORED),
        scores.descending()[all + censored(scores, all, CENSORED)]);
  }

  private static int censored(TailScores scores, int skipped, double part) {
    return (int) ((scores.above() - skipped) * part);
  }

  private static GeneralizedPareto fit(TailScores scores, int skipped, double part) {
    double[] excesses = new double[scores.above() - skipped];
    for (int i = 0; i < excesses.length; i++) {
      excesses[i] = scores.descending()[skipped + i] - scores.level();
    }
    return GeneralizedPareto.fit(excesses, censored(scores, skipped, part));
  }

  /**
   * How many scores are the target's: those known to be, and those of the unmeasured part that are
   * above its lowest gap so wide.
   */
  private static int standingApart(TailScores scores, int known, double part, double wide) {
    GeneralizedPareto tail = fit(scores, known, part);
    int apart = known;
    double lower = tail.hazard(scores.descending()[known] - scores.level());
    for (int place = known + 1; place <= known + censored(scores, known, part); place++) {
      double higher = lower;
      lower = tail.hazard(scores.descending()[place] - scores.level());
      if ((place - known) * (higher - lower) > wide) {
        apart = place;
      }
    }
    return apart;
  }

  double survival(double standard) {
    return standard >= level
        ? levelProbability * tail.survival(standard - level)
        : Math.min(1, levelProbability * Math.exp((level - standard) / tail.scale()));
  }

  double quantile(double probability) {
    double ofLevel = probability / levelProbability;
    return ofLevel <= 1 ? level + tail.quantile(ofLevel) : level - tail.scale() * Math.log(ofLevel);
  }

  boolean isBeyond(double standard) {
    return standard > highestMeasured;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(level);
    out.writeDouble(levelProbability);
    out.writeDouble(tail.shape());
    out.writeDouble(tail.scale());
    out.writeDouble(highestMeasured);
  }

  static BackgroundTail read(DataInput in) throws IOException {
    return new BackgroundTail(
        in.readDouble(),
        in.readDouble(),
        new GeneralizedPareto(in.readDouble(), in.readDouble()),
        in.readDouble());
  }
}
