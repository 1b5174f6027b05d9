package io.sketchwatch.core.gallery;

/** Arithmetic of {@link Int8Vector}. Every way to compute it gives the same bits. */
abstract class Quantiser {

  /** Added and taken away again, it leaves the nearest whole number, in the lowest bits. */
  static final float WHOLE = 0x1.8p23f;

  /** With SIMD where the JVM was started with the Vector API's module, else {@link #scalar}. */
  static Quantiser fastest() {
    return AvailableQuantisers.FASTEST;
  }

  /** Plain Java, on any JVM. */
  static Quantiser scalar() {
    return AvailableQuantisers.SCALAR;
  }

  /** The largest magnitude, of finite values. */
  abstract float largest(float[] values);

  /**
   * Quantises: {@code whole = round(value · perScale)}.
   *
   * @param values finite, at most 127 in magnitude after {@code perScale}
   * @param codes receives the whole numbers
   * @param wholes receives them too
   */
  abstract void quantise(float[] values, float perScale, short[] codes, float[] wholes);
}
