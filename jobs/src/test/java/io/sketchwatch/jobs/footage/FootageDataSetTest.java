package io.sketchwatch.jobs.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.dalnet.data.DataSetCheck;
import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.Picture;
import io.sketchwatch.dalnet.data.PictureCache;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.StreetSceneOptions;
import io.sketchwatch.dalnet.synthetic.VisiblePerson;
import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.VideoFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootageDataSetTest {

  private static final int PEOPLE = 6;
  private static final int PHOTOS = 3;

  private static StreetScene scene;

  @TempDir private Path folder;

  @BeforeAll
  static void drawStreet() {
    scene = new StreetScene(new StreetSceneOptions(1, PEOPLE, 20, 2));
  }

  @Test
  void shouldMakePeopleOfTheTrackletsOfAStreet() throws IOException {
    FootageDataSet made = new FootageDataSet(folder, new Truth(), PHOTOS);
    made.add(new CameraFeed("gate_1", Street::new), () -> {});
    made.finish(List.of("gate_1"));

    PersonDataSet data = DataSetChoice.of(folder, null, 1).train();
    DataSetCheck check = DataSetCheck.of(data, () -> {});
    assertThat(made.identities()).isBetween(PEOPLE / 2, 2 * PEOPLE);
    assertThat(data.identities()).hasSize(made.identities());
    assertThat(check.broken()).isEmpty();
    assertThat(data.sketches()).hasSize(3 * made.identities());
    assertThat(data.photos()).extracting(Picture::camera).containsOnly("gate-1");
    for (String person : data.identities()) {
      assertThat(data.photos().stream().filter(photo -> photo.identity().equals(person)).count())
          .isBetween(1L, (long) PHOTOS);
    }
    for (Picture sketch : data.sketches()) {
      Image image = PictureCache.decode(sketch.file());
      assertThat(image.height()).isGreaterThanOrEqualTo(256);
      assertThat(image.at(0, 0, 0)).isEqualTo(image.at(0, 0, 1)).isEqualTo(image.at(0, 0, 2));
    }
  }

  @Test
  void shouldSayWhenNobodyIsSeenLongEnough() throws IOException {
    FootageDataSet made = new FootageDataSet(folder, new Nobody(), PHOTOS);
    made.add(new CameraFeed("yard", Street::new), () -> {});

    assertThatThrownBy(() -> made.finish(List.of("yard")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Nobody was seen")
        .hasMessageContaining("yard");
    assertThat(folder).isEmptyDirectory();
  }

  /** The street's only camera. */
  private static final class Street implements FrameReader {

    private int next;

    @Override
    public Optional<VideoFrame> read() {
      if (next == scene.frames()) {
        return Optional.empty();
      }
      Duration position = Duration.ofNanos(next * frameIntervalNanos());
      return Optional.of(new VideoFrame(next, position, scene.frame(0, next++)));
    }

    @Override
    public long expectedFrames() {
      return scene.frames();
    }

    @Override
    public long frameIntervalNanos() {
      return 1_000_000_000L / StreetScene.FRAME_RATE;
    }

    @Override
    public void close() {}
  }

  /** Finds whoever is mostly visible, frame after frame. */
  private static class Truth implements Detector {

    private int frame;

    @Override
    public String id() {
      return "truth";
    }

    @Override
    public List<List<Detection>> detect(List<Image> images) {
      return List.of(
          scene.truth(0, frame++).stream()
              .filter(person -> person.visibleFraction() > 0.5)
              .map(VisiblePerson::box)
              .map(box -> new Detection(box.clip(StreetScene.WIDTH, StreetScene.HEIGHT), 0.9))
              .sorted(Comparator.<Detection>comparingInt(d -> d.box().x()))
              .toList());
    }

    @Override
    public void close() {}
  }

  private static final class Nobody extends Truth {

    @Override
    public List<List<Detection>> detect(List<Image> images) {
      return List.of(List.of());
    }
  }
}
