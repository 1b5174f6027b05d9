package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.DotProduct;

/**
 * What the codes of a {@link CodedQuery} leave out, in codes of its own.
 *
 * <p>With {@code q = t·d + u·f + e}, {@code f} and {@code u} these codes and their scale, a score
 * is at most {@code s·(t·(c·d) + u·(c·f)) + |s·c| (|e| + γ|q|) + |r| (1 + γ)|q| + τ}, by the same
 * steps as there; {@code e} is hundreds of times shorter than there, so that what a row leaves out
 * is all that counts.
 */
final class CodedRest {

  private final short[] codes;
  private final double scale;
  private final double restScale;
  private final double perLength;
  private final double perResidual;

  CodedRest(float[] values, Int8Vector coded) {
    float[] rest = new float[values.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = (float) (values[i] - (double) coded.scale() * coded.codes()[i]);
    }
    Int8Vector codedRest = Int8Vector.of(rest);
    double length = ((double) coded.length() + coded.residual()) * CodedQuery.ROUNDING;
    double rounding = DotProduct.relativeError(values.length);
    double residual = codedRest.residual() + (double) Math.ulp(1f) * coded.residual();
    codes = codedRest.codes();
    scale = coded.scale();
    restScale = codedRest.scale();
    perLength = (residual + rounding * length) * CodedQuery.ROUNDING * CodedQuery.ROUNDING;
    perResidual = (1 + rounding) * length * CodedQuery.ROUNDING * CodedQuery.ROUNDING;
  }

  short[] codes() {
    return codes;
  }

  /** The most that the float32 score of a row can be, of its codes' dot products. */
  double atMost(int dot, int rest, float rowScale, float rowLength, float rowResidual) {
    double score = rowScale * (scale * dot + restScale * rest);
    return score + rowLength * perLength + rowResidual * perResidual + Float.MIN_NORMAL;
  }
}
