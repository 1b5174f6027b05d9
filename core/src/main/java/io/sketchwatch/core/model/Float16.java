package io.sketchwatch.core.model;

/** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. */
public final class Float16 {

  /** Largest finite magnitude. */
  public static final float MAX = 65504;

  private Float16() {}

  /** The exact value of 16 bits. */
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int biased = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | biased << 23 | fraction << 13);
  }

  /** The nearest half, ties to even; beyond {@link #MAX} infinity. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      return (short) (sign | (int) Math.rint(Math.scalb((double) Math.abs(value), 24)));
    }
    int odd = magnitude >> 13 & 1;
    return (short) (sign | (magnitude - 0x38000000 + 0xfff + odd) >> 13);
  }
}
