package io.sketchwatch.core.gallery;

/** In plain Java. */
final class ScalarQuantiser extends Quantiser {

  @Override
  float largest(float[] values) {
    return largest(values, 0);
  }

  static float largest(float[] values, int start) {
    float largest = 0;
    for (int i = start; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  @Override
  void quantise(float[] values, float perScale, short[] codes, float[] wholes) {
    quantise(values, 0, perScale, codes, wholes);
  }

  static void quantise(float[] values, int start, float perScale, short[] codes, float[] wholes) {
    for (int i = start; i < values.length; i++) {
      wholes[i] = values[i] * perScale + WHOLE - WHOLE;
      codes[i] = (short) wholes[i];
    }
  }
}
