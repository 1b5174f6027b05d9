package io.sketchwatch.dalnet.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.dalnet.DrawnPeople;
import io.sketchwatch.dalnet.data.CutoutWriter;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PhotoMasks;
import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModalityMapTest {

  private static final int HEIGHT = 32;
  private static final int WIDTH = 16;
  private static final DalNetConfig CONFIG =
      new DalNetConfig(2, List.of(1, 1, 1, 1), 2, HEIGHT, WIDTH, List.of(Stream.values()));

  @TempDir Path folder;

  @Test
  void shouldMapAPersonsPhotosBesideTheirSketch() throws IOException {
    List<MappedPicture> map =
        ModalityMap.of(
            new BandEncoder(), DrawnPeople.write(folder, 6).only(who -> !who.equals("person05")));

    assertThat(of(Stream.PHOTO, map)).hasSize(10);
    assertThat(of(Stream.AUXILIARY, map)).isEmpty();
    assertThat(of(Stream.SKETCH, map)).hasSize(5);
    for (MappedPicture sketch : of(Stream.SKETCH, map)) {
      MappedPicture nearest =
          of(Stream.PHOTO, map).stream()
              .min(Comparator.comparingDouble(other -> distance(sketch, other)))
              .orElseThrow();
      assertThat(nearest.picture().identity()).isEqualTo(sketch.picture().identity());
    }
  }

  @Test
  void shouldMapTheAuxiliaryPicturesOfPhotosThatHaveAMask() throws IOException {
    PersonDataSet data = DrawnPeople.write(folder, 3);
    Picture masked = data.photos().get(2);
    writeMask(masked);

    List<MappedPicture> map;
    try (DalNetEncoder encoder = DalNetEncoder.untrained(CONFIG, 1, Device.cpu())) {
      map = ModalityMap.of(encoder, data, new CutoutWriter(PhotoMasks.foundIn(data), 0));
    }

    assertThat(of(Stream.AUXILIARY, map)).extracting(MappedPicture::picture).containsOnly(masked);
    assertThat(map).hasSize(6 + 1 + 3);
  }

  @Test
  void shouldEmbedAnAuxiliaryPictureAsTrainingMakesIt() throws IOException {
    PersonDataSet data = DrawnPeople.write(folder, 3);
    Picture photo = data.photos().get(0);
    Image mask = writeMask(photo);
    CutoutWriter cutouts = new CutoutWriter(PhotoMasks.foundIn(data), 0);
    try (DalNetEncoder encoder = DalNetEncoder.untrained(CONFIG, 1, Device.cpu());
        NDManager manager = encoder.newSubManager()) {
      DalNet network = encoder.network();
      NDArray rgb = planes(manager, PictureCache.decode(photo.file()), 3);
      NDArray made = network.auxiliary(rgb, planes(manager, mask, 1));
      NDArray expected = network.embed(Stream.AUXILIARY, DalNet.normalise(made));

      Embedding embedding =
          encoder.embedAuxiliary(cutouts.cut(List.of(photo), CONFIG.input())).get(0);

      assertThat(embedding.values())
          .containsExactly(Embedding.normalised(expected.toFloatArray()).values(), within(1e-5f));
    }
  }

  private static NDArray planes(NDManager manager, Image image, int channels) {
    float[] values = new float[channels * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      int at = i % (HEIGHT * WIDTH);
      values[i] = image.at(at % WIDTH, at / WIDTH, i / (HEIGHT * WIDTH)) / 255f;
    }
    return manager.create(values, new Shape(1, channels, HEIGHT, WIDTH));
  }

  /** Writes a mask whose lower half is white. */
  private Image writeMask(Picture photo) throws IOException {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    Arrays.fill(rgb, rgb.length / 2, rgb.length, (byte) -1);
    Image mask = new Image(WIDTH, HEIGHT, rgb);
    Path masks = Files.createDirectories(folder.resolve("masks").resolve(photo.identity()));
    String name = photo.file().getFileName().toString().replace(".jpg", ".png");
    Files.write(masks.resolve(name), ImageCodec.png(mask));
    return mask;
  }

  private static List<MappedPicture> of(Stream stream, List<MappedPicture> map) {
    return map.stream().filter(each -> each.stream() == stream).toList();
  }

  private static double distance(MappedPicture one, MappedPicture other) {
    return Math.hypot(one.x() - other.x(), one.y() - other.y());
  }
}
