package io.sketchwatch.core.image;

/**
 * Arithmetic on rows of pixels, which are interleaved red, green and blue: bytes 0 to 255, or
 * float32 of that range.
 *
 * <p>Every way to compute it gives the same bits, so that a picture is resized alike on any
 * machine, in training and in service: products and sums are rounded one by one, in the order given
 * here.
 */
abstract class PixelArithmetic {

  /**
   * With SIMD where the JVM was started with the Vector API's module, on a processor that gathers
   * floats, else {@link #scalar}.
   */
  static PixelArithmetic fastest() {
    return AvailablePixelArithmetic.FASTEST;
  }

  /** Plain Java, on any JVM: half as fast. */
  static PixelArithmetic scalar() {
    return AvailablePixelArithmetic.SCALAR;
  }

  /** Whether this is of use on this processor. */
  abstract boolean isFast();

  /**
   * Widens bytes.
   *
   * @param bytes holds them, from {@code start} on
   * @param floats receives {@code count} of them from its start on
   */
  abstract void widen(byte[] bytes, int start, float[] floats, int count);

  /**
   * Weighs values of a row: each sum is that of the taps' inputs times their weights, tap by tap.
   *
   * @param sums receives one an output of the taps, from {@code start} on
   */
  abstract void weigh(float[] row, Taps taps, float[] sums, int start);

  /**
   * Cuts floats down to bytes: those above 255 become 255, and fractions are dropped.
   *
   * @param floats 0 or more
   * @param bytes receives {@code count} of them, from {@code start} on
   */
  abstract void narrow(float[] floats, byte[] bytes, int start, int count);

  /**
   * Normalises one colour: {@code (value - shift) * scale}.
   *
   * @param row of pixels
   * @param colour 0 to 2
   * @param plane receives {@code pixels} of them, from {@code start} on
   */
  abstract void normalise(
      float[] row, int colour, float shift, float scale, float[] plane, int start, int pixels);
}
