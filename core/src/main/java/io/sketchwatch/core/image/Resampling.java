package io.sketchwatch.core.image;

import java.util.Arrays;

/**
 * Separable resampling with a triangle filter whose support grows with the reduction, so that
 * shrinking does not alias: what Pillow and torchvision call antialiased bilinear.
 *
 * <p>Training and serving both resize here, and nowhere else, so that they cannot skew. Rows are
 * resampled across when the first output needs them, and kept until the last one that does.
 */
final class Resampling {

  private static final float ROUNDING = 0.5f;

  private final PixelArithmetic pixels;
  private final Image source;
  private final Taps across;
  private final Taps down;
  private final float[] row;

  /** Rows resampled across, by their number modulo how many an output may need. */
  private final float[] kept;

  private Resampling(PixelArithmetic pixels, Image source, int width, int height) {
    this.pixels = pixels;
    this.source = source;
    this.across = Taps.of(source.width(), width).ofColours();
    this.down = Taps.of(source.height(), height);
    this.row = new float[3 * source.width()];
    this.kept = new float[down.weights().length * across.outputs()];
  }

  static Image triangle(Image source, int width, int height) {
    return triangle(PixelArithmetic.fastest(), source, width, height);
  }

  static Image triangle(PixelArithmetic pixels, Image source, int width, int height) {
    return new Resampling(pixels, source, width, height).image();
  }

  private Image image() {
    int length = across.outputs();
    byte[] rgb = new byte[length * down.outputs()];
    float[] sum = new float[length];
    int next = 0;
    for (int y = 0; y < down.outputs(); y++) {
      for (; next < down.end(y); next++) {
        pixels.widen(source.rgb(), next * row.length, row, row.length);
        pixels.weigh(row, across, kept, place(next));
      }
      Arrays.fill(sum, ROUNDING);
      for (int tap = 0; tap < down.count()[y]; tap++) {
        add(place(down.inputs()[tap][y]), down.weights()[tap][y], sum);
      }
      pixels.narrow(sum, rgb, y * length, length);
    }
    return new Image(length / 3, down.outputs(), rgb);
  }

  private int place(int input) {
    return input % down.weights().length * across.outputs();
  }

  private void add(int start, float weight, float[] sum) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] += weight * kept[start + x];
    }
  }
}
