package io.sketchwatch.jobs.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootageFinderTest {

  @TempDir private Path folder;

  @Test
  void shouldTakeTheUsersOwnVideos() throws Exception {
    Path gate = EncodedVideo.write(folder.resolve("mjpeg-gate.avi"), 10, 1);
    Path yard = EncodedVideo.write(folder.resolve("mpeg4-yard.avi"), 10, 1);

    Footage footage = offline().find(List.of(gate.toString(), yard.toString()));

    assertThat(footage.feeds())
        .extracting(CameraFeed::cameraId)
        .containsExactly("mjpeg-gate", "mpeg4-yard");
    assertThat(footage.name()).isEqualTo("mjpeg-gate, mpeg4-yard");
  }

  @Test
  void shouldRefuseTwoVideosOfOneName() throws Exception {
    Path one = EncodedVideo.write(folder.resolve("gate.avi"), 10, 1);
    Path two = EncodedVideo.write(folder.resolve("gate.mp4"), 10, 1);

    assertThatThrownBy(() -> offline().find(List.of(one.toString(), two.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("would both be camera 'gate'");
  }

  @Test
  void shouldShowADrawnStreetWhereNothingMayBeFetched() throws Exception {
    Footage footage = offline().find(List.of());

    assertThat(footage.reason()).contains("vtest.avi is not in the cache");
    assertThat(footage.sketch()).isNotNull();
    assertThat(footage.feeds())
        .extracting(CameraFeed::cameraId)
        .containsExactly("street-1", "street-2");
    try (FrameReader reader = footage.feeds().get(1).open()) {
      assertThat(reader.expectedFrames()).isEqualTo(450);
      assertThat(reader.read().orElseThrow().position()).isZero();
      assertThat(reader.read().orElseThrow().position()).isEqualTo(Duration.ofMillis(100));
    }
  }

  @Test
  void shouldNotTrustADamagedVideoInTheCache() throws Exception {
    Files.writeString(folder.resolve(SampleVideo.NAME), "damaged");

    assertThat(new SampleVideo(folder).isCached()).isFalse();
    assertThat(offline().find(List.of()).feeds().get(0).cameraId()).isEqualTo("street-1");
  }

  private FootageFinder offline() {
    return new FootageFinder(folder, true);
  }
}
