package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.DotProduct;
import io.sketchwatch.core.embedding.Embedding;

/**
 * An embedding that is compared with many {@link CodeBlock coded} ones.
 *
 * <p><b>The bound.</b> Let {@code x = s·c + r} be a row and {@code q = t·d + e} this, {@code c} and
 * {@code d} their codes. Then {@code x·q − s·t·(c·d) = s·c·e + r·q}, so that by Cauchy-Schwarz
 *
 * <pre>|x·q − s·t·(c·d)| ≤ |s·c| |e| + |r| |q|</pre>
 *
 * <p>The score in float32 is within {@code γ |x| |q| + τ} of {@code x·q}, where {@code γ} is {@link
 * DotProduct#relativeError}, {@code τ} what underflow can cost, and {@code |x| ≤ |s·c| + |r|}. So a
 * score is at most {@code s·t·(c·d) + |s·c| (|e| + γ|q|) + |r| (1 + γ)|q| + τ}, in which each row
 * has stored {@code s}, {@code |s·c|} and {@code |r|}, rounded up. It is computed in float32, whose
 * roundings are at most a part of {@code |s·c| |q|} and of the bound's own terms, and are added to
 * it. What {@link CodedRest} adds is made when it is first needed. Not thread-safe.
 */
public final class CodedQuery {

  /** Absorbs the roundings of the bound's own arithmetic in double, where a query is coded. */
  static final double ROUNDING = 1 + 1e-9;

  /** The same in float32, where a row is bounded: at most eight, each half a unit of 2^-23. */
  private static final double ROUNDINGS = 8 * 0x1p-24;

  /** More than underflow can cost, here and in the float32 score. */
  private static final float UNDERFLOW = Float.MIN_NORMAL;

  private final Embedding embedding;
  private final float scale;
  private final float perLength;
  private final float perResidual;
  private final Int8Vector coded;
  private CodedRest rest;

  /**
   * @throws IllegalArgumentException if a value is not finite
   */
  public CodedQuery(Embedding embedding) {
    coded = Int8Vector.of(embedding.values());
    int dimension = embedding.dimension();
    double length = ((double) coded.length() + coded.residual()) * ROUNDING;
    double rounding = DotProduct.relativeError(dimension);
    this.embedding = embedding;
    this.scale = coded.scale();
    this.perLength =
        atLeast((coded.residual() + (rounding + ROUNDINGS) * length) * ROUNDING * ROUNDING);
    this.perResidual = atLeast((1 + rounding) * length * ROUNDING * ROUNDING);
  }

  /** What is looked for, exactly. */
  public Embedding embedding() {
    return embedding;
  }

  short[] codes() {
    return coded.codes();
  }

  CodedRest rest() {
    if (rest == null) {
      rest = new CodedRest(embedding.values(), coded);
    }
    return rest;
  }

  /**
   * The most that the float32 score of each row can be.
   *
   * @param most holds the dot product of each row's codes with ours, and receives the result
   */
  void atMost(float[] scales, float[] lengths, float[] residuals, int rows, float[] most) {
    float perDot = scale;
    float perRowLength = perLength;
    float perRowResidual = perResidual;
    for (int row = 0; row < rows; row++) {
      float error = lengths[row] * perRowLength + residuals[row] * perRowResidual;
      most[row] = scales[row] * (perDot * most[row]) + error + UNDERFLOW;
    }
  }

  /** At least so much, for a factor of what the float32 arithmetic of a row rounds. */
  private static float atLeast(double factor) {
    return Math.nextUp(Math.nextUp((float) (factor * (1 + ROUNDINGS))));
  }
}
