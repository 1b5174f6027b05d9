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
 * has stored {@code s}, {@code |s·c|} and {@code |r|}, rounded up.
 */
public final class CodedQuery {

  /** Absorbs the roundings of the bound's own arithmetic in double. */
  private static final double ROUNDING = 1 + 1e-9;

  private final Embedding embedding;
  private final short[] codes;
  private final double scale;
  private final double perLength;
  private final double perResidual;
  private final double underflow;

  /**
   * @throws IllegalArgumentException if a value is not finite
   */
  public CodedQuery(Embedding embedding) {
    Int8Vector coded = Int8Vector.of(embedding.values());
    int dimension = embedding.dimension();
    double length = ((double) coded.length() + coded.residual()) * ROUNDING;
    double rounding = DotProduct.relativeError(dimension);
    this.embedding = embedding;
    this.codes = new short[dimension];
    for (int i = 0; i < dimension; i++) {
      codes[i] = coded.codes()[i];
    }
    this.scale = coded.scale();
    this.perLength = (coded.residual() + rounding * length) * ROUNDING * ROUNDING;
    this.perResidual = (1 + rounding) * length * ROUNDING * ROUNDING;
    this.underflow = dimension * (double) Float.MIN_VALUE;
  }

  /** What is looked for, exactly. */
  public Embedding embedding() {
    return embedding;
  }

  short[] codes() {
    return codes;
  }

  /** The most that the float32 score of each row can be, of their codes' dot products with ours. */
  void atMost(
      int[] dots, float[] rowScales, float[] rowLengths, float[] rowResiduals, double[] most) {
    double perDot = scale;
    double perRowLength = perLength;
    double perRowResidual = perResidual;
    double always = underflow;
    for (int row = 0; row < rowScales.length; row++) {
      double error = rowLengths[row] * perRowLength + rowResiduals[row] * perRowResidual;
      most[row] = rowScales[row] * perDot * dots[row] + error + always;
    }
  }
}
