package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.DotProduct;

/**
 * A float32 vector in int8, and how far that is from it.
 *
 * <p>With {@code x} the vector, {@code x = scale · codes + r}: {@code residual} is at least the
 * length of {@code r} and {@code length} at least that of {@code scale · codes}, whatever the scale
 * was rounded to.
 *
 * @param codes each -127 to 127, as wide as dot products take them
 * @param scale what a code counts, at least 0
 * @param length at least the length of what the codes stand for
 * @param residual at least the length of what they leave out
 */
record Int8Vector(short[] codes, float scale, float length, float residual) {

  private static final int LARGEST = 127;

  /** Longer vectors could overflow float32 in a dot product; embeddings have length 1. */
  private static final double LONGEST = 1e15;

  private static final double ROUNDING = 0x1p-24;

  /**
   * Coded in float32: {@code scale · codes} and what it leaves are each rounded once, which is
   * added to {@code residual}.
   *
   * @throws IllegalArgumentException if a value is not finite, or the vector longer than 1e15
   */
  static Int8Vector of(float[] values) {
    Quantiser quantiser = Quantiser.fastest();
    float scale = quantiser.largest(values) / LARGEST;
    scale = scale < Float.MIN_NORMAL ? 0 : scale;
    float perScale = scale == 0 ? 0 : 1 / scale;
    short[] codes = new short[values.length];
    float[] parts = new float[values.length];
    quantiser.quantise(values, perScale, codes, parts);
    double length = scale * length(parts);
    leaveRest(values, scale, parts);
    double residual = (1 + ROUNDING) * length(parts) + ROUNDING * length;
    if (!(length * length + residual * residual <= LONGEST * LONGEST)) {
      throw new IllegalArgumentException(
          "Expected a vector of length 1, or at most %s, but was %s"
              .formatted(LONGEST, Math.hypot(length, residual)));
    }
    return new Int8Vector(codes, scale, atLeast(length), atLeast(residual));
  }

  /** Turns whole numbers of a scale into what they leave out. */
  private static void leaveRest(float[] values, float scale, float[] parts) {
    for (int i = 0; i < values.length; i++) {
      parts[i] = values[i] - scale * parts[i];
    }
  }

  /** At least the length, by what the sum of squares in float32 is too small at most. */
  private static double length(float[] values) {
    double squares = DotProduct.fastest().of(values, 0, values, 0, values.length);
    double underflow = values.length * (double) Float.MIN_NORMAL;
    return Math.sqrt((squares + underflow) * (1 + 2 * DotProduct.relativeError(values.length)));
  }

  private static float atLeast(double value) {
    return Math.nextUp((float) (value * (1 + ROUNDING)));
  }
}
