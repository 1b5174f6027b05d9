package io.sketchwatch.modelexport.quantisation;

/**
 * Where an activation's values lie, and so how they become unsigned bytes: {@code value = (byte -
 * zeroPoint) * scale}. Zero is always one of them, because padding and rectifiers make zeros.
 *
 * @param low at most 0
 * @param high at least 0
 */
record ActivationRange(float low, float high) {

  /** Holds 0 alone. */
  static final ActivationRange ZERO = new ActivationRange(0, 0);

  private static final int LEVELS = 255;

  /**
   * The range that holds some more values.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  ActivationRange including(float[] values) {
    float lowest = low;
    float highest = high;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("Expected finite activations, but was " + value);
      }
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    return new ActivationRange(lowest, highest);
  }

  /** From one byte to the next, above 0. */
  float scale() {
    float scale = (high - low) / LEVELS;
    return scale > 0 ? scale : 1;
  }

  /** The byte that stands for 0, from 0 to 255. */
  int zeroPoint() {
    return Math.round(-low / scale());
  }
}
