package io.sketchwatch.dalnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.network.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationTest {

  private static final InputSpec INPUT = InputSpec.encoder(20, 30);

  @Test
  void shouldMoveTheContentAndFillTheBorder() {
    Image moved = new Geometry(1, -1, false).apply(numbered(), 9);

    assertThat(greys(moved)).containsExactly(9, 4, 5, 9, 7, 8, 9, 9, 9);
  }

  @Test
  void shouldMirrorAfterMoving() {
    Image moved = new Geometry(-1, 0, true).apply(numbered(), 9);

    assertThat(greys(moved)).containsExactly(9, 3, 2, 9, 6, 5, 9, 9, 8);
  }

  @Test
  void shouldDrawEveryShiftWithinThePadding() {
    Random random = new Random(2);
    List<Geometry> drawn =
        java.util.stream.Stream.generate(() -> Geometry.draw(random, 2, 0.5)).limit(500).toList();

    assertThat(drawn.stream().map(Geometry::right).distinct())
        .containsExactlyInAnyOrder(-2, -1, 0, 1, 2);
    assertThat(drawn.stream().map(Geometry::mirrored).distinct()).hasSize(2);
  }

  @Test
  void shouldMakeAPhotoGreyByEachOfItsChannelsAndItsLuma() {
    Image pixel = new Image(1, 1, new byte[] {10, 20, 90});
    Random random = new Random(1);

    assertThat(
            java.util.stream.Stream.generate(() -> greys(ChannelExchange.apply(pixel, random))[0])
                .limit(100)
                .distinct())
        .containsExactlyInAnyOrder(10, 20, 90, 25);
  }

  @Test
  void shouldEraseARectangleOfTheSamePlaceInEachPlane() {
    for (int seed = 0; seed < 50; seed++) {
      float[] planes = new float[INPUT.length()];
      Arrays.fill(planes, 1);
      RandomErasing.apply(planes, 0, INPUT, new Random(seed));

      int plane = INPUT.width() * INPUT.height();
      float[] red = Arrays.copyOf(planes, plane);
      int erased = 0;
      for (float value : red) {
        erased += value == 0 ? 1 : 0;
      }
      assertThat(erased).isBetween(plane / 60, plane / 2);
      assertThat(Arrays.copyOfRange(planes, plane, 2 * plane)).isEqualTo(red);
      assertThat(Arrays.copyOfRange(planes, 2 * plane, 3 * plane)).isEqualTo(red);
    }
  }

  @Test
  void shouldLoadWhatServingSeesWhenNothingIsChanged(@TempDir Path folder) throws IOException {
    PersonDataSet data = DrawnPeople.write(folder, 2);
    Example example = new Example(0, data.photos().get(1), data.sketches().get(0));

    Batch batch =
        new BatchLoader(INPUT, new Augmentation(0, 0, 0, 0)).load(List.of(example), new Random(1));

    float[] served = new float[INPUT.length()];
    INPUT.write(PictureCache.decode(example.photo().file()), served, 0);
    assertThat(batch.pixels().get(Stream.PHOTO)).isEqualTo(served);
  }

  @Test
  void shouldLoadTheSameBatchFromTheSameSeed(@TempDir Path folder) throws IOException {
    PersonDataSet data = DrawnPeople.write(folder, 4);
    List<Example> examples = new IdentitySampler(data, 4, 2).epoch(new Random(1)).get(0);
    BatchLoader loader = new BatchLoader(INPUT, new Augmentation(3, 0.5, 0.5, 0.5));

    Batch first = loader.load(examples, new Random(6));
    Batch again = loader.load(examples, new Random(6));
    Batch other = loader.load(examples, new Random(7));

    for (Stream stream : List.of(Stream.PHOTO, Stream.SKETCH)) {
      assertThat(again.pixels().get(stream)).isEqualTo(first.pixels().get(stream));
      assertThat(other.pixels().get(stream)).isNotEqualTo(first.pixels().get(stream));
    }
  }

  @Test
  void shouldRefuseAProbabilityAboveOne() {
    assertThatThrownBy(() -> new Augmentation(1, 1.5, 0, 0))
        .hasMessage("Probability of an augmentation must be 0 to 1, but was 1.5");
  }

  private static Image numbered() {
    byte[] rgb = new byte[27];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 + 1);
    }
    return new Image(3, 3, rgb);
  }

  private static int[] greys(Image image) {
    int[] greys = new int[image.width() * image.height()];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = image.rgb()[3 * i] & 0xff;
    }
    return greys;
  }
}
