package io.sketchwatch.jobs.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mpeg4.avi", "mjpeg.avi", "mpeg4.mp4"})
  void shouldReadEveryFrameOfAVideoWithItsPlaceInTime(String name) throws IOException {
    Path video = EncodedVideo.write(folder.resolve(name), 10, 12);

    try (FrameReader reader = CameraFeed.of(video.toString(), 1).open()) {
      List<VideoFrame> frames = readAll(reader);

      assertThat(reader.expectedFrames()).isEqualTo(12);
      assertThat(reader.frameIntervalNanos()).isEqualTo(100_000_000);
      assertThat(frames).extracting(VideoFrame::index).containsExactlyElementsOf(indices(12));
      for (VideoFrame frame : frames) {
        assertThat(frame.position()).isEqualTo(Duration.ofMillis(100 * frame.index()));
        assertThat(frame.image().width()).isEqualTo(EncodedVideo.WIDTH);
        assertThat(frame.image().height()).isEqualTo(EncodedVideo.HEIGHT);
        assertLooksLike(frame.image(), EncodedVideo.frame((int) frame.index()));
      }
    }
  }

  private static void assertLooksLike(Image actual, Image expected) {
    for (int channel = 0; channel < 3; channel++) {
      assertThat(actual.at(30, 20, channel))
          .as("channel %d in the middle", channel)
          .isCloseTo(expected.at(30, 20, channel), within(16));
    }
  }

  @Test
  void shouldReadAFolderOfPicturesInTheOrderOfTheirNames() throws IOException {
    Files.write(folder.resolve("b.png"), ImageCodec.png(EncodedVideo.frame(2)));
    Files.write(folder.resolve("a.PNG"), ImageCodec.png(EncodedVideo.frame(1)));
    Files.writeString(folder.resolve("notes.txt"), "not a picture");

    try (FrameReader reader = CameraFeed.of(folder.toString(), 4).open()) {
      assertThat(reader.expectedFrames()).isEqualTo(2);
      assertThat(readAll(reader))
          .containsExactly(
              new VideoFrame(0, Duration.ZERO, EncodedVideo.frame(1)),
              new VideoFrame(1, Duration.ofMillis(250), EncodedVideo.frame(2)));
    }
  }

  @Test
  void shouldNameTheCameraAfterTheFile() throws IOException {
    Path video = EncodedVideo.write(folder.resolve("north gate (2).avi"), 10, 1);

    assertThat(CameraFeed.of(video.toString(), 1).cameraId()).isEqualTo("north-gate-2-");
  }

  @Test
  void shouldRefuseAFileThatIsNoVideo() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.avi"), "no video");

    CameraFeed feed = CameraFeed.of(file.toString(), 1);

    assertThatThrownBy(feed::open)
        .isInstanceOf(IOException.class)
        .hasMessage("Video '%s' can't be opened: is it a video?".formatted(file));
  }

  @Test
  void shouldRefuseWhatIsNotThere() {
    assertThatThrownBy(() -> CameraFeed.of(folder.resolve("gone.avi").toString(), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> CameraFeed.of("rtsp:///nowhere", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names no host");
  }

  @Test
  void shouldKeepACamerasPasswordOutOfItsNameAndItsErrors() throws IOException {
    CameraFeed feed = CameraFeed.of("rtsp://me:secret@127.0.0.1:1/yard", 1);

    assertThat(feed.cameraId()).isEqualTo("127.0.0.1-yard");
    assertThatThrownBy(feed::open)
        .isInstanceOf(IOException.class)
        .hasMessage("Video 'rtsp://127.0.0.1/yard' can't be opened: no answer, or no such stream")
        .hasNoCause();
  }

  private static List<VideoFrame> readAll(FrameReader reader) throws IOException {
    List<VideoFrame> frames = new ArrayList<>();
    for (Optional<VideoFrame> f = reader.read(); f.isPresent(); f = reader.read()) {
      frames.add(f.get());
    }
    return frames;
  }

  private static List<Long> indices(int count) {
    List<Long> indices = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      indices.add(i);
    }
    return indices;
  }
}
