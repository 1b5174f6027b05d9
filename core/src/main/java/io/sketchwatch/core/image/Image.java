package io.sketchwatch.core.image;

import java.util.Arrays;

/**
 * A picture in memory: 8-bit RGB, rows from the top, three bytes a pixel, no padding.
 *
 * <p>Equal by content. The array is not copied: whoever makes an image gives it away.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb {@code height * width * 3} bytes
 */
public record Image(int width, int height, byte[] rgb) {

  public Image {
    if (width < 1 || height < 1 || rgb.length != (long) width * height * 3) {
      throw new IllegalArgumentException(
          "Expected width x height x 3 bytes, but was %d x %d with %d bytes"
              .formatted(width, height, rgb.length));
    }
  }

  /** Red (0), green (1) or blue (2) of a pixel, 0 to 255. */
  public int at(int x, int y, int channel) {
    return rgb[(y * width + x) * 3 + channel] & 0xff;
  }

  /** The pixels inside the box, clipped to this image. */
  public Image crop(Box box) {
    Box inside = box.clip(width, height);
    byte[] cut = new byte[inside.width() * inside.height() * 3];
    int rowBytes = inside.width() * 3;
    for (int row = 0; row < inside.height(); row++) {
      int from = ((inside.y() + row) * width + inside.x()) * 3;
      System.arraycopy(rgb, from, cut, row * rowBytes, rowBytes);
    }
    return new Image(inside.width(), inside.height(), cut);
  }

  /** Left and right exchanged. */
  public Image mirror() {
    byte[] flipped = new byte[rgb.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(rgb, (y * width + x) * 3, flipped, (y * width + width - 1 - x) * 3, 3);
      }
    }
    return new Image(width, height, flipped);
  }

  /** This image at another size; see {@link Resampling}. */
  public Image resize(int newWidth, int newHeight) {
    return newWidth == width && newHeight == height
        ? this
        : Resampling.triangle(this, newWidth, newHeight);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image that
        && width == that.width
        && height == that.height
        && Arrays.equals(rgb, that.rgb);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "Image[" + width + "x" + height + "]";
  }
}
