package io.sketchwatch.core.embedding;

/**
 * Dot products of float32 vectors and of int8 vectors.
 *
 * <p>Every way to compute them gives the same bits, so a score depends neither on the machine nor
 * on which side of it was stored: float32 products are rounded, then added into {@value #LANES}
 * sums, element {@code i} into sum {@code i % 16}, which are then added pairwise, halves first. Its
 * error is at most {@link #relativeError} of the product of the two lengths. Sums of int8 products
 * are exact up to {@value #MAX_INT8_LENGTH} elements.
 */
public abstract class DotProduct {

  /** Sums of a float32 dot product that are kept apart. */
  static final int LANES = 16;

  /** Longest int8 vector whose dot product fits an int: 2<sup>31</sup> / 127<sup>2</sup>. */
  public static final int MAX_INT8_LENGTH = 133_143;

  /** With SIMD where the JVM was started with the Vector API's module, else {@link #scalar}. */
  public static DotProduct fastest() {
    return AvailableDotProducts.FASTEST;
  }

  /** Plain Java, on any JVM: several times slower. */
  public static DotProduct scalar() {
    return AvailableDotProducts.SCALAR;
  }

  /**
   * Of two float32 vectors.
   *
   * @param left holds the one, from {@code leftStart} on
   * @param right holds the other, from {@code rightStart} on
   * @param length of both
   */
  public abstract float of(float[] left, int leftStart, float[] right, int rightStart, int length);

  /**
   * Of many int8 rows with one vector.
   *
   * @param rows one after the other, each value -127 to 127
   * @param count how many
   * @param vector each value -127 to 127; its length is that of a row
   * @param dots receives one product a row, rounded to float32
   */
  public abstract void ofRows(byte[] rows, int count, short[] vector, float[] dots);

  /**
   * Of one int8 row with a vector.
   *
   * @param rows holds it, from {@code start} on
   * @param vector each value -127 to 127; its length is that of the row
   */
  public abstract int ofRow(byte[] rows, int start, short[] vector);

  /**
   * How far {@link #of} may be from the dot product of real numbers, by the product of the two
   * lengths. Each term is rounded once, and goes through at most {@code length / 16 + 5} additions:
   * Higham, Accuracy and Stability of Numerical Algorithms, section 3.1, with Cauchy-Schwarz for
   * the sum of magnitudes, and two roundings to spare. Underflow is not in it.
   */
  public static double relativeError(int length) {
    double roundings = (length + LANES - 1) / LANES + 8;
    return roundings * 0x1p-24 / (1 - roundings * 0x1p-24);
  }

  /** Adds the sums pairwise, halves first. */
  static float sum(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }
}
