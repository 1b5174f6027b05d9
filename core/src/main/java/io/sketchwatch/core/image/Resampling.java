package io.sketchwatch.core.image;

import java.util.Arrays;

/**
 * Separable resampling with a triangle filter whose support grows with the reduction, so that
 * shrinking does not alias: what Pillow and torchvision call antialiased bilinear.
 *
 * <p>Training and serving both resize here, and nowhere else, so that they cannot skew.
 */
final class Resampling {

  private Resampling() {}

  static Image triangle(Image source, int width, int height) {
    Taps across = Taps.of(source.width(), width);
    Taps down = Taps.of(source.height(), height);
    float[] rows = new float[source.height() * width * 3];
    for (int y = 0; y < source.height(); y++) {
      across.filterRow(source.rgb(), y * source.width() * 3, rows, y * width * 3);
    }
    byte[] rgb = new byte[width * height * 3];
    down.filterColumns(rows, width * 3, rgb);
    return new Image(width, height, rgb);
  }

  /**
   * The weights of each output sample: {@code count[i]} inputs from {@code first[i]} on, their
   * weights at {@code weights[i * stride]}; they sum to 1.
   */
  private record Taps(int[] first, int[] count, float[] weights, int stride) {

    static Taps of(int inputs, int outputs) {
      double scale = (double) inputs / outputs;
      double support = Math.max(1, scale);
      int stride = (int) Math.ceil(support) * 2 + 1;
      int[] first = new int[outputs];
      int[] count = new int[outputs];
      float[] weights = new float[outputs * stride];
      for (int i = 0; i < outputs; i++) {
        double centre = (i + 0.5) * scale;
        int from = Math.max(0, (int) (centre - support + 0.5));
        int to = Math.min(inputs, (int) (centre + support + 0.5));
        double sum = 0;
        for (int j = from; j < to; j++) {
          double weight = Math.max(0, 1 - Math.abs((j - centre + 0.5) / support));
          weights[i * stride + j - from] = (float) weight;
          sum += weight;
        }
        for (int k = 0; k < to - from; k++) {
          weights[i * stride + k] /= (float) sum;
        }
        first[i] = from;
        count[i] = to - from;
      }
      return new Taps(first, count, weights, stride);
    }

    void filterRow(byte[] in, int inOffset, float[] out, int outOffset) {
      for (int i = 0; i < first.length; i++) {
        float r = 0;
        float g = 0;
        float b = 0;
        int at = inOffset + first[i] * 3;
        for (int k = 0; k < count[i]; k++, at += 3) {
          float weight = weights[i * stride + k];
          r += weight * (in[at] & 0xff);
          g += weight * (in[at + 1] & 0xff);
          b += weight * (in[at + 2] & 0xff);
        }
        out[outOffset + i * 3] = r;
        out[outOffset + i * 3 + 1] = g;
        out[outOffset + i * 3 + 2] = b;
      }
    }

    void filterColumns(float[] in, int rowLength, byte[] out) {
      float[] sum = new float[rowLength];
      for (int i = 0; i < first.length; i++) {
        Arrays.fill(sum, 0.5f);
        for (int k = 0; k < count[i]; k++) {
          float weight = weights[i * stride + k];
          int at = (first[i] + k) * rowLength;
          for (int x = 0; x < rowLength; x++) {
            sum[x] += weight * in[at + x];
          }
        }
        for (int x = 0; x < rowLength; x++) {
          out[i * rowLength + x] = (byte) Math.min(255, (int) sum[x]);
        }
      }
    }
  }
}
