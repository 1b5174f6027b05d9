package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The upper tail of a background, in standardised scores.
 *
 * <p><b>The target among them.</b> The target's own tracklets are few and high. Those of the
 * highest eighth of the tail that stand far above the rest are therefore taken for the target and
 * not counted; up to half of the tail, if the gap is far wider. By Rényi's representation, gaps
 * between ordered excesses of an exponential tail, times their rank, are exponential of its scale:
 * one of {@value #WIDE} times that has a chance of 0.0003. Of the rest the highest few are counted
 * but not measured, so that how high they are has no say.
 */
final class BackgroundTail {

  private static final double EIGHTH = 0.125;
  private static final double WIDE = 8;
  private static final double HALF = 0.5;
  private static final double FAR_WIDER = 20;
  private static final double UNMEASURED = 0.03;

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
    int many = standingApart(excesses(scores, 0), HALF, FAR_WIDER);
    int apart = many + standingApart(excesses(scores, many), EIGHTH, WIDE);
    double[] excesses = excesses(scores, apart);
    int unmeasured = (int) (excesses.length * UNMEASURED);
    return new BackgroundTail(
        scores.level(),
        (double) excesses.length / scores.tracklets(),
        GeneralizedPareto.fit(excesses, unmeasured),
        scores.descending()[apart + unmeasured]);
  }

  private static double[] excesses(TailScores scores, int skipped) {
    double[] excesses = new double[scores.above() - skipped];
    for (int i = 0; i < excesses.length; i++) {
      excesses[i] = scores.descending()[skipped + i] - scores.level();
    }
    return excesses;
  }

  /**
   * How many excesses of the highest part are above its lowest gap so wide. Their scale is that of
   * an exponential tail of the others: a shape would follow what stands apart.
   */
  private static int standingApart(double[] excesses, double part, double wide) {
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
