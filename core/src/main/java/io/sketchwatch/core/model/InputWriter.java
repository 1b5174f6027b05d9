package io.sketchwatch.core.model;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.PixelRows;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.InputSpec.Layout;
import io.sketchwatch.core.model.InputSpec.Letterbox;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Writes one picture as an {@link InputSpec} says, some rows at a time. */
final class InputWriter {

  private static final int ROWS = 8;

  private final InputSpec spec;
  private final Letterbox place;
  private final PixelRows picture;
  private final float[] shift = new float[3];
  private final float[] scale = new float[3];

  InputWriter(InputSpec spec, Image image) {
    this.spec = spec;
    this.place = spec.place(image.width(), image.height());
    this.picture = new PixelRows(spec.scale(image));
    for (int plane = 0; plane < 3; plane++) {
      shift[plane] = spec.mean().get(plane).floatValue();
      scale[plane] = 1 / spec.std().get(plane).floatValue();
    }
  }

  /** Writes {@link InputSpec#length} floats from {@code offset} on. */
  void write(FloatBuffer target, int offset) {
    float[] planes = new float[3 * ROWS * spec.width()];
    for (int top = 0; top < spec.height(); top += ROWS) {
      int rows = Math.min(ROWS, spec.height() - top);
      for (int y = 0; y < rows; y++) {
        fill(planes, y, top + y);
      }
      int length = rows * spec.width();
      if (spec.layout() == Layout.NCHW) {
        for (int plane = 0; plane < 3; plane++) {
          int at = (plane * spec.height() + top) * spec.width();
          target.put(offset + at, planes, start(plane, 0), length);
        }
      } else {
        target.put(offset + 3 * top * spec.width(), interleaved(planes), 0, 3 * length);
      }
    }
  }

  private int start(int plane, int row) {
    return (plane * ROWS + row) * spec.width();
  }

  /** One row of the input, as a row of some of them. */
  private void fill(float[] planes, int row, int y) {
    int inside = y - place.y();
    boolean isEmpty = inside < 0 || inside >= place.height();
    if (!isEmpty) {
      picture.read(inside);
    }
    for (int plane = 0; plane < 3; plane++) {
      int start = start(plane, row);
      if (isEmpty || place.width() < spec.width()) {
        float value = (spec.fill() - shift[plane]) * scale[plane];
        Arrays.fill(planes, start, start + spec.width(), value);
      }
      if (!isEmpty) {
        int channel = spec.channels() == Channels.RGB ? plane : 2 - plane;
        picture.normalise(channel, shift[plane], scale[plane], planes, start + place.x());
      }
    }
  }

  private static float[] interleaved(float[] planes) {
    float[] colours = new float[planes.length];
    int pixels = planes.length / 3;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int plane = 0; plane < 3; plane++) {
        colours[3 * pixel + plane] = planes[plane * pixels + pixel];
      }
    }
    return colours;
  }
}
