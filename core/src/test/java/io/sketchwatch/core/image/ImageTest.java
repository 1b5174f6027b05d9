package io.sketchwatch.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageTest {

  @Test
  void shouldCropToTheFrame() {
    Image image = noise(10, 8);

    Image corner = image.crop(new Box(8, -3, 5, 5));

    assertThat(corner.width()).isEqualTo(2);
    assertThat(corner.height()).isEqualTo(2);
    assertThat(corner.at(0, 0, 1)).isEqualTo(image.at(8, 0, 1));
  }

  @Test
  void shouldBeItselfWhenMirroredTwice() {
    Image image = noise(9, 4);

    assertThat(image.mirror()).isNotEqualTo(image);
    assertThat(image.mirror().mirror()).isEqualTo(image);
  }

  @Test
  void shouldAverageBlocksWhenHalved() {
    byte[] stripes = new byte[8 * 2 * 3];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = (byte) (i / 3 % 2 == 0 ? 0 : 200);
    }

    Image half = new Image(8, 2, stripes).resize(4, 1);

    assertThat(half.at(1, 0, 0)).isBetween(95, 105);
    assertThat(half.at(2, 0, 0)).isBetween(95, 105);
  }

  @Property(tries = 50)
  void shouldKeepAUniformColourAtAnySize(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 0, max = 255) int grey) {
    byte[] rgb = new byte[13 * 29 * 3];
    Arrays.fill(rgb, (byte) grey);

    Image resized = new Image(13, 29, rgb).resize(width, height);

    assertThat(resized.rgb()).containsOnly((byte) grey);
  }

  @Property(tries = 50)
  void shouldCountTheOverlapOfBoxesOnBothSidesAlike(
      @ForAll @IntRange(min = -20, max = 20) int x, @ForAll @IntRange(min = 1, max = 30) int side) {
    Box a = new Box(0, 0, 10, 20);
    Box b = new Box(x, x, side, side);

    assertThat(a.iou(b)).isEqualTo(b.iou(a)).isBetween(0.0, 1.0);
    assertThat(a.iou(a)).isEqualTo(1);
  }

  private static Image noise(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    new Random(3).nextBytes(rgb);
    return new Image(width, height, rgb);
  }
}
