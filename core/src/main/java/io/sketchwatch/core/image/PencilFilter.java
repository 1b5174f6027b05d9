package io.sketchwatch.core.image;

/**
 * Turns a photo into a pencil drawing on white paper: three hands that draw clearly differently.
 *
 * <p>Crops of any size are taken. Those lower than {@value #LEAST_HEIGHT} pixels are first enlarged
 * to that height, so that a crop of 30 x 75 pixels still gets lines instead of single dots. The
 * tones are stretched to the crop's own darkest and lightest parts, so that a dim camera does not
 * blacken the paper. The result is grey (red, green and blue are equal) and always the same for the
 * same pixels.
 */
public enum PencilFilter {

  /** Soft graphite: every tone divided by its surroundings, then glazed with the tone itself. */
  DODGE_AND_BURN {
    @Override
    PencilFilterPlane draw(PencilFilterPlane tones, double scale) {
      PencilFilterPlane around = tones.blurred(3.5 * scale);
      return tones.combined(
          around,
          (tone, near) -> {
            double line = Math.min(1, (tone + 0.02) / (near * 0.97 + 0.02));
            return line * line * (0.42 + 0.58 * Math.pow(tone, 0.7));
          });
    }
  },

  /**
   * Ink-like contours and dark masses: the extended difference of Gaussians of Winnemöller, "XDoG",
   * 2011, with his soft threshold.
   */
  DIFFERENCE_OF_GAUSSIANS {
    @Override
    PencilFilterPlane draw(PencilFilterPlane tones, double scale) {
      PencilFilterPlane fine = tones.blurred(0.9 * scale);
      PencilFilterPlane coarse = tones.blurred(0.9 * 1.6 * scale);
      return fine.combined(
          coarse,
          (narrow, wide) -> {
            double sharpened = narrow + 14 * (narrow - wide);
            return sharpened >= 0.5 ? 1 : Math.max(0.1, 1 + Math.tanh(2.2 * (sharpened - 0.5)));
          });
    }
  },

  /** Outlines from the Sobel gradient, shade from up to three layers of parallel strokes. */
  CONTOUR_HATCHING {
    @Override
    PencilFilterPlane draw(PencilFilterPlane tones, double scale) {
      PencilFilterPlane smooth = tones.blurred(scale);
      PencilFilterPlane strokes = smooth.hatched(4.2 * scale);
      return strokes.combined(
          smooth.gradient(),
          (hatch, edge) -> hatch * (1 - 0.8 * Math.min(1, Math.max(0, edge * 2.4 - 0.25))));
    }
  };

  /** Least height of a drawing, in pixels. */
  public static final int LEAST_HEIGHT = 256;

  /** Draws the photo; the result has its shape and is at least {@value #LEAST_HEIGHT} high. */
  public Image apply(Image photo) {
    Image large = photo;
    if (photo.height() < LEAST_HEIGHT) {
      long width = Math.round((double) photo.width() * LEAST_HEIGHT / photo.height());
      large = photo.resize((int) Math.max(1, width), LEAST_HEIGHT);
    }
    PencilFilterPlane tones = PencilFilterPlane.luma(large).stretched();
    return draw(tones, Math.max(1, large.height() / 320.0)).toImage();
  }

  /**
   * Draws a plane of tones.
   *
   * @param scale width of a stroke, in units of what suits {@value #LEAST_HEIGHT} pixels
   */
  abstract PencilFilterPlane draw(PencilFilterPlane tones, double scale);
}
