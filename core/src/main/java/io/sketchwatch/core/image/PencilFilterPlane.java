package io.sketchwatch.core.image;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * One plane of tones from 0 (black) to 1 (paper) and the few operations that pencil filters are
 * made of. Every operation returns a new plane; beyond its border a plane repeats its edge.
 */
final class PencilFilterPlane {

  private final int width;
  private final int height;
  private final float[] tones;

  private PencilFilterPlane(int width, int height, float[] tones) {
    this.width = width;
    this.height = height;
    this.tones = tones;
  }

  /** Luma of a picture: 0.299 red, 0.587 green, 0.114 blue. */
  static PencilFilterPlane luma(Image image) {
    float[] tones = new float[image.width() * image.height()];
    byte[] rgb = image.rgb();
    for (int i = 0, at = 0; i < tones.length; i++, at += 3) {
      tones[i] =
          (0.299f * (rgb[at] & 0xff)
                  + 0.587f * (rgb[at + 1] & 0xff)
                  + 0.114f * (rgb[at + 2] & 0xff))
              / 255;
    }
    return new PencilFilterPlane(image.width(), image.height(), tones);
  }

  /** Moves the darkest 2% to 0 and the lightest 5% to 1; a flat plane becomes paper. */
  PencilFilterPlane stretched() {
    float[] sorted = tones.clone();
    Arrays.sort(sorted);
    float low = sorted[(int) (sorted.length * 0.02)];
    float high = sorted[(int) (sorted.length * 0.95)];
    float range = high - low;
    float[] out = new float[tones.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = range < 0.02f ? 1 : Math.max(0, Math.min(1, (tones[i] - low) / range));
    }
    return new PencilFilterPlane(width, height, out);
  }

  /** Gaussian blur, cut off at three standard deviations. */
  PencilFilterPlane blurred(double sigma) {
    int reach = (int) Math.ceil(3 * sigma);
    float[] kernel = new float[2 * reach + 1];
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      sum += Math.exp(-k * k / (2 * sigma * sigma));
    }
    for (int k = -reach; k <= reach; k++) {
      kernel[k + reach] = (float) (Math.exp(-k * k / (2 * sigma * sigma)) / sum);
    }
    return acrossRows(kernel, reach).downColumns(kernel, reach);
  }

  private PencilFilterPlane acrossRows(float[] kernel, int reach) {
    float[] out = new float[tones.length];
    float[] padded = new float[width + 2 * reach];
    for (int y = 0; y < height; y++) {
      int row = y * width;
      Arrays.fill(padded, 0, reach, tones[row]);
      System.arraycopy(tones, row, padded, reach, width);
      Arrays.fill(padded, reach + width, padded.length, tones[row + width - 1]);
      for (int k = 0; k < kernel.length; k++) {
        for (int x = 0; x < width; x++) {
          out[row + x] += kernel[k] * padded[x + k];
        }
      }
    }
    return new PencilFilterPlane(width, height, out);
  }

  private PencilFilterPlane downColumns(float[] kernel, int reach) {
    float[] out = new float[tones.length];
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < kernel.length; k++) {
        int from = Math.max(0, Math.min(height - 1, y + k - reach)) * width;
        for (int x = 0; x < width; x++) {
          out[y * width + x] += kernel[k] * tones[from + x];
        }
      }
    }
    return new PencilFilterPlane(width, height, out);
  }

  /** Length of the Sobel gradient, divided by 4: 1 is the step from black to paper. */
  PencilFilterPlane gradient() {
    float[] out = new float[tones.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float across =
            at(x + 1, y - 1)
                + 2 * at(x + 1, y)
                + at(x + 1, y + 1)
                - at(x - 1, y - 1)
                - 2 * at(x - 1, y)
                - at(x - 1, y + 1);
        float down =
            at(x - 1, y + 1)
                + 2 * at(x, y + 1)
                + at(x + 1, y + 1)
                - at(x - 1, y - 1)
                - 2 * at(x, y - 1)
                - at(x + 1, y - 1);
        out[y * width + x] = (float) Math.hypot(across, down) / 4;
      }
    }
    return new PencilFilterPlane(width, height, out);
  }

  /** Strokes in place of shade: the darker, the stronger, and in up to three directions. */
  PencilFilterPlane hatched(double period) {
    float[] out = new float[tones.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dark = 1 - tones[y * width + x];
        double bend = 0.8 * Math.sin(0.07 * x) + 0.8 * Math.sin(0.05 * y + 1);
        double paper = 1 - 0.25 * dark * dark;
        paper *= 1 - stroke((x + y) / 1.41 + bend, period, (dark - 0.12) * 1.2);
        paper *= 1 - stroke((x - y) / 1.41 - bend, period * 1.1, (dark - 0.45) * 1.2);
        paper *= 1 - stroke(y + 2 * bend, period * 1.2, (dark - 0.72) * 2);
        out[y * width + x] = (float) paper;
      }
    }
    return new PencilFilterPlane(width, height, out);
  }

  /** Ink of one soft stroke, 0 to 0.6. */
  private static double stroke(double place, double period, double pressure) {
    double wave = 0.5 + 0.5 * Math.sin(2 * Math.PI * place / period);
    return 0.6 * Math.max(0, Math.min(1, pressure)) * (0.25 + 0.75 * wave * wave);
  }

  /** Each tone from this plane's and another's, clamped to 0 to 1. */
  PencilFilterPlane combined(PencilFilterPlane other, DoubleBinaryOperator rule) {
    float[] out = new float[tones.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.max(0, Math.min(1, rule.applyAsDouble(tones[i], other.tones[i])));
    }
    return new PencilFilterPlane(width, height, out);
  }

  Image toImage() {
    byte[] rgb = new byte[tones.length * 3];
    for (int i = 0; i < tones.length; i++) {
      byte tone = (byte) Math.round(tones[i] * 255);
      rgb[i * 3] = tone;
      rgb[i * 3 + 1] = tone;
      rgb[i * 3 + 2] = tone;
    }
    return new Image(width, height, rgb);
  }

  private float at(int x, int y) {
    int column = Math.max(0, Math.min(width - 1, x));
    int row = Math.max(0, Math.min(height - 1, y));
    return tones[row * width + column];
  }
}
