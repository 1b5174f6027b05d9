package io.sketchwatch.core.model;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.InputSpec.Layout;
import io.sketchwatch.core.model.InputSpec.Letterbox;
import java.nio.FloatBuffer;

/** Writes one picture as an {@link InputSpec} says, row by row. */
final class InputWriter {

  private final InputSpec spec;
  private final Image scaled;
  private final Letterbox place;
  private final float[][] levels = new float[3][256];

  InputWriter(InputSpec spec, Image image) {
    this.spec = spec;
    this.scaled = spec.scale(image);
    this.place = spec.place(image.width(), image.height());
    for (int plane = 0; plane < 3; plane++) {
      float shift = spec.mean().get(plane).floatValue();
      float scale = 1 / spec.std().get(plane).floatValue();
      for (int value = 0; value < 256; value++) {
        levels[plane][value] = (value - shift) * scale;
      }
    }
  }

  /** Writes {@link InputSpec#length} floats from {@code offset} on. */
  void write(FloatBuffer target, int offset) {
    int width = spec.width();
    float[] row = new float[3 * width];
    for (int y = 0; y < spec.height(); y++) {
      if (spec.layout() == Layout.NCHW) {
        fill(row, y, width, 1);
        for (int plane = 0; plane < 3; plane++) {
          target.put(offset + (plane * spec.height() + y) * width, row, plane * width, width);
        }
      } else {
        fill(row, y, 1, 3);
        target.put(offset + y * row.length, row, 0, row.length);
      }
    }
  }

  /**
   * One row of the input.
   *
   * @param plane floats from one colour of a pixel to the next
   * @param step floats from one pixel to the next
   */
  private void fill(float[] row, int y, int plane, int step) {
    int inside = y - place.y();
    boolean isEmpty = inside < 0 || inside >= place.height();
    if (isEmpty || place.width() < spec.width()) {
      for (int x = 0; x < spec.width(); x++) {
        for (int colour = 0; colour < 3; colour++) {
          row[x * step + colour * plane] = levels[colour][spec.fill()];
        }
      }
    }
    if (!isEmpty) {
      paint(row, inside, plane, step);
    }
  }

  /** The part of a row that the picture covers, all colours at once. */
  private void paint(float[] row, int y, int plane, int step) {
    boolean isRgb = spec.channels() == Channels.RGB;
    float[] red = levels[isRgb ? 0 : 2];
    float[] green = levels[1];
    float[] blue = levels[isRgb ? 2 : 0];
    byte[] rgb = scaled.rgb();
    int in = y * place.width() * 3;
    int out = place.x() * step;
    int toRed = isRgb ? 0 : 2 * plane;
    int toBlue = isRgb ? 2 * plane : 0;
    for (int x = 0; x < place.width(); x++, in += 3, out += step) {
      row[out + toRed] = red[rgb[in] & 0xff];
      row[out + plane] = green[rgb[in + 1] & 0xff];
      row[out + toBlue] = blue[rgb[in + 2] & 0xff];
    }
  }
}
