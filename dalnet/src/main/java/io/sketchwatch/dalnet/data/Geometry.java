package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.image.Image;
import java.util.Arrays;
import java.util.Random;

/**
 * A drawn shift and mirroring, applied alike to a photo and whatever belongs to it.
 *
 * @param right pixels that the content moves to the right, may be negative
 * @param down pixels that it moves down, may be negative
 * @param mirrored whether left and right are exchanged afterwards
 */
record Geometry(int right, int down, boolean mirrored) {

  /** Leaves everything where it is. */
  static final Geometry UNCHANGED = new Geometry(0, 0, false);

  /** What padding on all sides and then cropping at random to the old size does. */
  static Geometry draw(Random random, int padding, double mirrorProbability) {
    int right = random.nextInt(2 * padding + 1) - padding;
    int down = random.nextInt(2 * padding + 1) - padding;
    return new Geometry(right, down, random.nextDouble() < mirrorProbability);
  }

  /**
   * Moves a picture.
   *
   * @param border value of every channel of the pixels that come in from outside
   */
  Image apply(Image image, int border) {
    byte[] moved = new byte[image.rgb().length];
    Arrays.fill(moved, (byte) border);
    int row = image.width() * 3;
    int columns = Math.max(0, image.width() - Math.abs(right));
    for (int y = Math.max(0, down); y < Math.min(image.height(), image.height() + down); y++) {
      int from = (y - down) * row + Math.max(0, -right) * 3;
      System.arraycopy(image.rgb(), from, moved, y * row + Math.max(0, right) * 3, columns * 3);
    }
    Image result = new Image(image.width(), image.height(), moved);
    return mirrored ? result.mirror() : result;
  }
}
