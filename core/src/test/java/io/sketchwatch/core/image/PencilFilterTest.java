package io.sketchwatch.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PencilFilterTest {

  /** A dark square on light grey. */
  private static Image squarePhoto(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inside = x > width / 4 && x < width * 3 / 4 && y > height / 4 && y < height * 3 / 4;
        for (int channel = 0; channel < 3; channel++) {
          rgb[(y * width + x) * 3 + channel] = (byte) (inside ? 30 + 20 * channel : 190);
        }
      }
    }
    return new Image(width, height, rgb);
  }

  private static double meanTone(Image image, Box box) {
    Image part = image.crop(box);
    double sum = 0;
    for (int i = 0; i < part.rgb().length; i++) {
      sum += part.rgb()[i] & 0xff;
    }
    return sum / part.rgb().length;
  }

  @ParameterizedTest
  @EnumSource
  void shouldEnlargeASmallCropAndKeepItsShape(PencilFilter filter) {
    Image drawing = filter.apply(squarePhoto(30, 75));

    assertThat(drawing.height()).isEqualTo(PencilFilter.LEAST_HEIGHT);
    assertThat(drawing.width()).isEqualTo(102);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrawInGreyWithPaperWhereThePhotoIsLight(PencilFilter filter) {
    Image drawing = filter.apply(squarePhoto(200, 400));

    for (int i = 0; i < drawing.rgb().length; i += 3) {
      assertThat(drawing.rgb()[i + 1]).isEqualTo(drawing.rgb()[i]);
      assertThat(drawing.rgb()[i + 2]).isEqualTo(drawing.rgb()[i]);
    }
    assertThat(meanTone(drawing, new Box(5, 5, 30, 60))).isGreaterThan(235);
    assertThat(meanTone(drawing, new Box(40, 90, 120, 220))).isLessThan(190);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveAFlatPhotoAsPaper(PencilFilter filter) {
    Image drawing = filter.apply(new Image(1, 1, new byte[] {9, 9, 9}));

    assertThat(meanTone(drawing, new Box(0, 0, 1, 256))).isGreaterThan(235);
  }

  @Test
  void shouldDrawClearlyDifferentlyByEachFilter() {
    Image photo = squarePhoto(100, 256);
    for (PencilFilter one : PencilFilter.values()) {
      for (PencilFilter other : PencilFilter.values()) {
        if (one != other) {
          assertThat(meanDifference(one.apply(photo), other.apply(photo))).isGreaterThan(5);
        }
      }
    }
  }

  private static double meanDifference(Image one, Image other) {
    double sum = 0;
    for (int i = 0; i < one.rgb().length; i++) {
      sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
    }
    return sum / one.rgb().length;
  }
}
