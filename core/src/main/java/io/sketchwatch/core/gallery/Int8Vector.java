package io.sketchwatch.core.gallery;

/**
 * A float32 vector in int8, and how far that is from it.
 *
 * <p>With {@code x} the vector, {@code x = scale · codes + r}: {@code residual} is at least the
 * length of {@code r} and {@code length} at least that of {@code scale · codes}, whatever the scale
 * was rounded to.
 *
 * @param codes each -127 to 127
 * @param scale what a code counts, at least 0
 * @param length at least the length of what the codes stand for
 * @param residual at least the length of what they leave out
 */
record Int8Vector(byte[] codes, float scale, float length, float residual) {

  private static final int LARGEST = 127;

  /** Longer vectors could overflow float32 in a dot product; embeddings have length 1. */
  private static final double LONGEST = 1e15;

  /** What sums of squares in double are at most too small by, relative. */
  private static final double ROUNDING = 1e-9;

  /**
   * @throws IllegalArgumentException if a value is not finite, or the vector longer than 1e15
   */
  static Int8Vector of(float[] values) {
    float scale = largest(values) / LARGEST;
    double perScale = scale == 0 ? 0 : 1.0 / scale;
    byte[] codes = new byte[values.length];
    double length = 0;
    double residual = 0;
    for (int i = 0; i < codes.length; i++) {
      int code = (int) Math.rint(values[i] * perScale);
      codes[i] = (byte) Math.max(-LARGEST, Math.min(code, LARGEST));
      double decoded = (double) scale * codes[i];
      double rest = values[i] - decoded;
      length += decoded * decoded;
      residual += rest * rest;
    }
    if (!(length + residual <= LONGEST * LONGEST)) {
      throw new IllegalArgumentException(
          "Expected a vector of length 1, or at most %s, but was %s"
              .formatted(LONGEST, Math.sqrt(length + residual)));
    }
    return new Int8Vector(codes, scale, atLeast(length), atLeast(residual));
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      float magnitude = Math.abs(value);
      if (magnitude > largest) {
        largest = magnitude;
      }
    }
    return largest;
  }

  private static float atLeast(double squared) {
    return Math.nextUp((float) (Math.sqrt(squared) * (1 + ROUNDING)));
  }
}
