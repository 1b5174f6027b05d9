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
    boolean isPlanar = spec.layout() == Layout.NCHW;
    int rowsOfAPlane = isPlanar ? spec.height() : 0;
    float[] row = new float[isPlanar ? spec.width() : 3 * spec.width()];
    for (int y = 0; y < spec.height(); y++) {
      for (int plane = 0; plane < 3; plane++) {
        fill(row, y, plane, isPlanar);
        int at = plane * rowsOfAPlane + y;
        if (isPlanar || plane == 2) {
          target.put(offset + at * row.length, row, 0, row.length);
        }
      }
    }
  }

  /** One colour of one row of the input. */
  private void fill(float[] row, int y, int plane, boolean isPlanar) {
    float[] level = levels[plane];
    int step = isPlanar ? 1 : 3;
    int first = isPlanar ? 0 : plane;
    int inside = y - place.y();
    boolean isEmpty = inside < 0 || inside >= place.height();
    if (isEmpty || place.width() < spec.width()) {
      for (int out = first; out < row.length; out += step) {
        row[out] = level[spec.fill()];
      }
    }
    if (!isEmpty) {
      int channel = spec.channels() == Channels.RGB ? plane : 2 - plane;
      byte[] rgb = scaled.rgb();
      int in = inside * place.width() * 3 + channel;
      int out = first + place.x() * step;
      for (int x = 0; x < place.width(); x++, in += 3, out += step) {
        row[out] = level[rgb[in] & 0xff];
      }
    }
  }
}
