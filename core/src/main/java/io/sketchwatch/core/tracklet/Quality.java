package io.sketchwatch.core.tracklet;

import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;

/**
 * How much an embedding of a crop can be trusted, 0 to 1: the geometric mean of size and sharpness,
 * halved for each side of the frame that cuts the person off.
 *
 * <p>Size is the height over 160 pixels, at most 1. Sharpness is v / (v + 150), where v is the
 * variance of the Laplacian of the luminance (Pech-Pacheco et al., "Diatom autofocusing in
 * brightfield microscopy", ICPR 2000), taken at no more than 128 pixels of height so that near and
 * far people compare.
 */
public final class Quality {

  private static final double FULL_HEIGHT = 160;
  private static final double HALF_SHARP = 150;
  private static final int MAX_HEIGHT = 128;

  private Quality() {}

  /**
   * The quality of one crop.
   *
   * @param crop the pixels of the box
   * @param box where it was, inside the frame
   * @param frameWidth in pixels
   * @param frameHeight in pixels
   */
  public static double of(Image crop, Box box, int frameWidth, int frameHeight) {
    double size = Math.min(1, box.height() / FULL_HEIGHT);
    double variance = laplacianVariance(crop);
    double sharpness = variance / (variance + HALF_SHARP);
    return Math.sqrt(size * sharpness) * Math.pow(0.5, cutSides(box, frameWidth, frameHeight));
  }

  private static int cutSides(Box box, int frameWidth, int frameHeight) {
    return (box.x() <= 1 ? 1 : 0)
        + (box.y() <= 1 ? 1 : 0)
        + (box.right() >= frameWidth - 1 ? 1 : 0)
        + (box.bottom() >= frameHeight - 1 ? 1 : 0);
  }

  private static double laplacianVariance(Image crop) {
    Image image = crop;
    if (crop.height() > MAX_HEIGHT) {
      int width = Math.max(1, crop.width() * MAX_HEIGHT / crop.height());
      image = crop.resize(width, MAX_HEIGHT);
    }
    double sum = 0;
    double squares = 0;
    for (int y = 1; y < image.height() - 1; y++) {
      for (int x = 1; x < image.width() - 1; x++) {
        double value =
            luminance(image, x - 1, y)
                + luminance(image, x + 1, y)
                + luminance(image, x, y - 1)
                + luminance(image, x, y + 1)
                - 4 * luminance(image, x, y);
        sum += value;
        squares += value * value;
      }
    }
    long count = (long) (image.width() - 2) * (image.height() - 2);
    return image.width() < 3 || image.height() < 3
        ? 0
        : Math.max(0, squares / count - (sum / count) * (sum / count));
  }

  /** ITU-R BT.601. */
  private static double luminance(Image image, int x, int y) {
    return 0.299 * image.at(x, y, 0) + 0.587 * image.at(x, y, 1) + 0.114 * image.at(x, y, 2);
  }
}
