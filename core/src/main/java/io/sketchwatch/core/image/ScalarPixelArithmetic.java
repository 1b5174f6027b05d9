package io.sketchwatch.core.image;

import java.util.Arrays;

/** In plain Java. */
final class ScalarPixelArithmetic extends PixelArithmetic {

  @Override
  boolean isFast() {
    return true;
  }

  @Override
  void widen(byte[] bytes, int start, float[] floats, int count) {
    for (int i = 0; i < count; i++) {
      floats[i] = bytes[start + i] & 0xff;
    }
  }

  @Override
  void weigh(float[] row, Taps taps, float[] sums, int start) {
    Arrays.fill(sums, start, start + taps.outputs(), 0);
    for (int tap = 0; tap < taps.weights().length; tap++) {
      int[] inputs = taps.inputs()[tap];
      float[] weights = taps.weights()[tap];
      for (int i = 0; i < inputs.length; i++) {
        sums[start + i] += row[inputs[i]] * weights[i];
      }
    }
  }

  @Override
  void narrow(float[] floats, byte[] bytes, int start, int count) {
    for (int i = 0; i < count; i++) {
      bytes[start + i] = (byte) Math.min(255, (int) floats[i]);
    }
  }

  @Override
  void normalise(
      float[] row, int colour, float shift, float scale, float[] plane, int start, int pixels) {
    for (int x = 0; x < pixels; x++) {
      plane[start + x] = (row[3 * x + colour] - shift) * scale;
    }
  }
}
