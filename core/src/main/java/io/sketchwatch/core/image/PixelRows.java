package io.sketchwatch.core.image;

/** A picture's rows as a network takes them: colour by colour, normalised. */
public final class PixelRows {

  private final PixelArithmetic pixels = PixelArithmetic.fastest();
  private final Image image;
  private final float[] row;

  public PixelRows(Image image) {
    this.image = image;
    this.row = new float[3 * image.width()];
  }

  /** Goes to a row, counted from 0 at the top. */
  public void read(int y) {
    pixels.widen(image.rgb(), y * row.length, row, row.length);
  }

  /**
   * Normalises one colour of the row that was read last: {@code (value - shift) * scale}.
   *
   * @param channel 0 for red, 1 for green, 2 for blue
   * @param plane receives a float a pixel, from {@code start} on
   */
  public void normalise(int channel, float shift, float scale, float[] plane, int start) {
    pixels.normalise(row, channel, shift, scale, plane, start, image.width());
  }
}
