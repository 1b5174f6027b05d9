package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where the scores of some tracklets lie and how far they spread. Sums, so that parts add up in any
 * order and grouping.
 *
 * @param tracklets how many
 * @param sum of their scores
 * @param squares sum of the squares of their scores
 */
public record ScoreMoments(long tracklets, double sum, double squares) {

  /** Of nobody. */
  public static final ScoreMoments NONE = new ScoreMoments(0, 0, 0);

  /** Scores that differ by less are equal to a float32 cosine. */
  private static final double LEAST_DEVIATION = 1e-6;

  /** Of these and others. */
  public ScoreMoments plus(ScoreMoments others) {
    return new ScoreMoments(
        tracklets + others.tracklets, sum + others.sum, squares + others.squares);
  }

  /** With one more score. */
  public ScoreMoments plus(double score) {
    return new ScoreMoments(tracklets + 1, sum + score, squares + score * score);
  }

  /** With the same mean and spread, of another number. */
  public ScoreMoments of(long others) {
    return tracklets == 0
        ? this
        : new ScoreMoments(others, sum / tracklets * others, squares / tracklets * others);
  }

  ScoreMoments minus(ScoreMoments part) {
    return new ScoreMoments(tracklets - part.tracklets, sum - part.sum, squares - part.squares);
  }

  /**
   * Minus the logarithm of the likelihood of these scores if they are normal, but for constants.
   */
  double surprise() {
    return tracklets == 0 ? 0 : tracklets * Math.log(deviation());
  }

  /** So many scores of a mean and a standard deviation. */
  static ScoreMoments of(long tracklets, double mean, double deviation) {
    return new ScoreMoments(
        tracklets, tracklets * mean, tracklets * (mean * mean + deviation * deviation));
  }

  /**
   * How these scores spread about their own mean, to be pooled with the spread about other means:
   * one less of them, since the mean is theirs.
   */
  ScoreMoments centred() {
    return tracklets < 2 ? NONE : new ScoreMoments(tracklets - 1, 0, squares - sum * mean());
  }

  double mean() {
    return sum / tracklets;
  }

  /** The standard deviation of the scores, of at least one; above zero. */
  public double deviation() {
    return Math.sqrt(
        Math.max(LEAST_DEVIATION * LEAST_DEVIATION, squares / tracklets - mean() * mean()));
  }

  /** A score in deviations from the mean. */
  double standardise(double score) {
    return (score - mean()) / deviation();
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(tracklets);
    out.writeDouble(sum);
    out.writeDouble(squares);
  }

  static ScoreMoments read(DataInput in) throws IOException {
    return new ScoreMoments(in.readLong(), in.readDouble(), in.readDouble());
  }
}
