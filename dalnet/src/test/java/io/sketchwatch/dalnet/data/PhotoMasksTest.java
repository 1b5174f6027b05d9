package io.sketchwatch.dalnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.dalnet.DrawnPeople;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoMasksTest {

  private static final InputSpec INPUT = InputSpec.encoder(16, 32);
  private static final Augmentation WILD = new Augmentation(5, 0.5, 1, 1);

  @TempDir Path folder;
  private PersonDataSet data;
  private Picture photo;
  private Path mask;

  @BeforeEach
  void drawPeople() throws IOException {
    data = DrawnPeople.write(folder, 2);
    photo = data.photos().get(0);
    mask = Files.createDirectories(folder.resolve("masks/person00")).resolve("c1_0.png");
  }

  @Test
  void shouldTakeTheMaskOfTheSameNameWhereThereIsOne() throws IOException {
    Files.write(mask, ImageCodec.png(PictureCache.decode(photo.file())));

    PhotoMasks masks = PhotoMasks.broughtBy(data);

    assertThat(masks.of(photo).file()).isEqualTo(mask);
    assertThat(masks.of(data.photos().get(1))).isNull();
  }

  @Test
  void shouldCutOutEverythingWhereThereIsNoMask() throws IOException {
    Batch batch = load(new Augmentation(3, 0.5, 0.5, 0.5), 0, 7);

    assertThat(batch.cutouts().masks()).hasSize(32 * 16).containsOnly(1f);
    assertThat(batch.pictures()).isEqualTo(3);
  }

  @Test
  void shouldMoveAPhotoAndItsMaskAlikeBeforeAnythingElseIsChanged() throws IOException {
    Files.write(mask, ImageCodec.png(PictureCache.decode(photo.file())));
    for (int seed = 0; seed < 20; seed++) {
      Batch batch = load(WILD, 0, seed);
      float[] red = new float[32 * 16];
      System.arraycopy(batch.cutouts().photos(), 0, red, 0, red.length);

      assertThat(batch.cutouts().masks()).isEqualTo(red);
      assertThat(seed + " " + mostOften(red)).isEqualTo(seed + " " + mostOften(red(photo)));
    }
  }

  @Test
  void shouldHardenMasksAtTheThreshold() throws IOException {
    Files.write(mask, ImageCodec.png(new Image(2, 1, new byte[] {127, 127, 127, -1, -1, -1})));

    Batch batch = load(new Augmentation(0, 0, 0, 0), 0.5, 1);

    assertThat(batch.cutouts().masks()).containsOnly(0f, 1f).contains(0f, 1f);
  }

  @Test
  void shouldChangeItsFingerprintWithAMask() throws IOException {
    String none = PhotoMasks.broughtBy(data).fingerprint();
    Files.write(mask, ImageCodec.png(new Image(1, 1, new byte[3])));
    String black = PhotoMasks.broughtBy(data).fingerprint();
    Files.write(mask, ImageCodec.png(new Image(1, 1, new byte[] {-1, -1, -1})));

    assertThat(PhotoMasks.broughtBy(data).fingerprint()).isNotIn(none, black);
    assertThat(none).isNotEqualTo(black);
  }

  private Batch load(Augmentation augmentation, double threshold, int seed) throws IOException {
    CutoutWriter cutouts = new CutoutWriter(PhotoMasks.broughtBy(data), threshold);
    Example example = new Example(0, photo, data.sketches().get(0));
    return new BatchLoader(INPUT, augmentation, cutouts).load(List.of(example), new Random(seed));
  }

  /** The value of most pixels, to a tenth: the background's, which erasing would change. */
  private static int mostOften(float[] values) {
    int[] counts = new int[11];
    int best = 0;
    for (float value : values) {
      int bin = (int) (value * 10);
      counts[bin]++;
      best = counts[bin] > counts[best] ? bin : best;
    }
    return best;
  }

  private static float[] red(Picture picture) {
    Image image = PictureCache.decode(picture.file());
    float[] red = new float[image.width() * image.height()];
    for (int i = 0; i < red.length; i++) {
      red[i] = (image.rgb()[3 * i] & 0xff) / 255f;
    }
    return red;
  }
}
