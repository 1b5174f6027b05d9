package io.sketchwatch.jobs.video;

import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.StreetSceneOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The drawn street as cameras {@code street-1}, {@code street-2} and so on. */
final class DrawnStreet {

  private DrawnStreet() {}

  /**
   * The default scene, with a sketch of the first person in it.
   *
   * @param reason why it is shown
   */
  static Footage footage(String reason) {
    StreetScene scene = new StreetScene(StreetSceneOptions.defaults());
    List<CameraFeed> feeds =
        IntStream.range(0, scene.options().cameras())
            .mapToObj(i -> new CameraFeed("street-" + (i + 1), () -> new Reader(scene, i)))
            .toList();
    return new Footage(
        feeds,
        "a drawn street",
        "drawn by this program; nobody in it exists",
        "Apache-2.0",
        reason,
        scene.person(0).sketch(0));
  }

  private static final class Reader implements FrameReader {

    private final StreetScene scene;
    private final int camera;
    private int next;

    Reader(StreetScene scene, int camera) {
      this.scene = scene;
      this.camera = camera;
    }

    @Override
    public Optional<VideoFrame> read() {
      if (next == scene.frames()) {
        return Optional.empty();
      }
      Duration position = Duration.ofNanos(next * frameIntervalNanos());
      return Optional.of(new VideoFrame(next, position, scene.frame(camera, next++)));
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
    public void close() {
      // frames are drawn one by one: nothing stays open
    }
  }
}
