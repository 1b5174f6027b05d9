package io.sketchwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.InputSpec.Fit;
import io.sketchwatch.core.model.InputSpec.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InputSpecTest {

  private static final List<Double> MEAN = List.of(1.0, 2.0, 3.0);
  private static final List<Double> STD = List.of(1.0, 2.0, 4.0);

  /** Red 11, green 22, blue 43 left; red 111, green 122, blue 143 right. */
  private static final Image TWO = new Image(2, 1, new byte[] {11, 22, 43, 111, 122, (byte) 143});

  @Test
  void shouldWritePlanes() {
    InputSpec spec = spec(2, 1, Channels.RGB, Fit.STRETCH, Layout.NCHW, 0);

    assertThat(spec.batch(List.of(TWO))).containsExactly(10, 110, 10, 60, 10, 35);
    assertThat(spec.shape(5)).containsExactly(5, 3, 1, 2);
  }

  @Test
  void shouldWritePixelsInTheOtherColourOrder() {
    InputSpec spec = spec(2, 1, Channels.BGR, Fit.STRETCH, Layout.NHWC, 0);

    assertThat(spec.batch(List.of(TWO))).containsExactly(42, 10, 2, 142, 60, 27);
    assertThat(spec.shape(5)).containsExactly(5, 1, 2, 3);
  }

  @Test
  void shouldFillWhatALetterboxLeavesFree() {
    InputSpec middle = spec(2, 3, Channels.RGB, Fit.LETTERBOX, Layout.NCHW, 7);
    InputSpec top = spec(2, 3, Channels.RGB, Fit.LETTERBOX_TOP_LEFT, Layout.NCHW, 7);

    assertThat(middle.batch(List.of(TWO)))
        .containsExactly(6, 6, 10, 110, 6, 6, 2.5f, 2.5f, 10, 60, 2.5f, 2.5f, 1, 1, 10, 35, 1, 1);
    assertThat(top.batch(List.of(TWO)))
        .containsExactly(10, 110, 6, 6, 6, 6, 10, 60, 2.5f, 2.5f, 2.5f, 2.5f, 10, 35, 1, 1, 1, 1);
  }

  @Test
  void shouldFillBesideATallPicture() {
    InputSpec spec = spec(3, 2, Channels.RGB, Fit.LETTERBOX, Layout.NHWC, 9);
    Image tall = new Image(1, 2, new byte[] {11, 22, 43, 111, 122, (byte) 143});

    assertThat(spec.batch(List.of(tall)))
        .containsExactly(
            8, 3.5f, 1.5f, 10, 10, 10, 8, 3.5f, 1.5f, 8, 3.5f, 1.5f, 110, 60, 35, 8, 3.5f, 1.5f);
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void shouldGiveTheSameTensorForAPictureThatWasScaledAhead(Fit fit) {
    InputSpec spec = spec(13, 21, Channels.RGB, fit, Layout.NCHW, 114);
    byte[] rgb = new byte[50 * 37 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 31);
    }
    Image image = new Image(50, 37, rgb);

    assertThat(spec.batch(List.of(spec.scale(image)))).isEqualTo(spec.batch(List.of(image)));
  }

  @Test
  void shouldRefuseADeviationOfZero() {
    assertThatThrownBy(
            () ->
                new InputSpec(
                    2, 2, Channels.RGB, Fit.STRETCH, MEAN, List.of(1.0, 0.0, 1.0), null, 0))
        .hasMessageContaining("deviations above 0, but was [1.0, 2.0, 3.0] and [1.0, 0.0, 1.0]");
  }

  private static InputSpec spec(
      int width, int height, Channels channels, Fit fit, Layout layout, int fill) {
    return new InputSpec(width, height, channels, fit, MEAN, STD, layout, fill);
  }
}
