package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The upper tail of a background, in standardised scores: a {@link GeneralizedPareto} above a
 * level, below it, where no sensible threshold is, an exponential one of the same slope.
 *
 * <p><b>The level.</b> A tail of several sorts of people is not of one shape. So the higher half of
 * the scores is fitted as well, and taken instead if it tells far better how these lie; and so on.
 * The highest few are counted but not measured, so that how high they are has no say.
 */
final class BackgroundTail {

  private static final double UNMEASURED = 0.03;

  /** Logarithm of how much likelier the higher half must be by its own fit. */
  private static final double ANOTHER_SHAPE = 4;

  /** So many times as many scores as above the level are where its slope still tells well. */
  private static final double WELL_KNOWN = 2;

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

  /**
   * Fits a tail to scores.
   *
   * @param expectedShape towards which its shape is drawn
   */
  static BackgroundTail of(TailScores scores, double expectedShape) {
    return sharpened(fit(scores, expectedShape), scores, expectedShape);
  }

  private static BackgroundTail sharpened(
      BackgroundTail tail, TailScores scores, double expectedShape) {
    TailScores half = scores.higherHalf().orElse(null);
    if (half == null) {
      return tail;
    }
    BackgroundTail higher = fit(half, expectedShape);
    return higher.evidenceAgainst(tail, half, 0) > ANOTHER_SHAPE
        ? sharpened(higher, half, expectedShape)
        : tail;
  }

  private static BackgroundTail fit(TailScores scores, double expectedShape) {
    double[] excesses = scores.excesses();
    int unmeasured = unmeasured(excesses.length);
    return new BackgroundTail(
        scores.level(),
        scores.probability(),
        GeneralizedPareto.fit(excesses, unmeasured, expectedShape),
        scores.descending()[unmeasured]);
  }

  private static int unmeasured(int scores) {
    return (int) (scores * UNMEASURED);
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

  double level() {
    return level;
  }

  /** The part of the tracklets that is above the level. */
  double levelProbability() {
    return levelProbability;
  }

  /**
   * How much likelier scores are by this tail than by another: the natural logarithm of the ratio.
   * Asked are those that are high enough for both.
   *
   * @param scores to which this tail was fitted, or more
   * @param strangers how many of the highest have no say in how high they are, if that is more than
   *     the fit leaves out: a tail that ends makes a single score beyond it impossible
   */
  double evidenceAgainst(BackgroundTail other, TailScores scores, int strangers) {
    int unmeasured =
        Math.min(
            scores.descending().length - 1,
            Math.max(strangers, unmeasured(scores.descending().length)));
    double from = Math.max(level, other.quantile(Math.min(1, other.levelProbability * WELL_KNOWN)));
    return logLikelihood(scores, from, unmeasured) - other.logLikelihood(scores, from, unmeasured);
  }

  /** Of the scores above one, as a Poisson process. The highest are counted, not measured. */
  private double logLikelihood(TailScores scores, double from, int unmeasured) {
    double[] descending = scores.descending();
    double highest = Math.max(from, descending[unmeasured]);
    int counted = 0;
    while (descending[counted] > highest) {
      counted++;
    }
    double sum = -scores.tracklets() * survival(from);
    for (int i = counted; i < descending.length && descending[i] > from; i++) {
      sum += logDensity(descending[i]);
    }
    return counted == 0 ? sum : sum + counted * Math.log(survival(highest));
  }

  private double logDensity(double standard) {
    return standard >= level
        ? Math.log(levelProbability) + tail.logDensity(standard - level)
        : Math.log(levelProbability / tail.scale()) + (level - standard) / tail.scale();
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
