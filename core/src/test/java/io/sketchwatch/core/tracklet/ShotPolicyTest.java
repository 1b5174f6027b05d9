package io.sketchwatch.core.tracklet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShotPolicyTest {

  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  private static final ShotPolicy POLICY = ShotPolicy.DEFAULT;

  @Test
  void shouldTakeTheFirstGoodShotOfAConfirmedTrackletOnly() {
    assertThat(POLICY.wants(track(false, 200), 0.9, ShotHistory.NONE)).isFalse();
    assertThat(POLICY.wants(track(true, 200), 0.34, ShotHistory.NONE)).isFalse();
    assertThat(POLICY.wants(track(true, 200), 0.35, ShotHistory.NONE)).isTrue();
  }

  @Test
  void shouldTakeAPoorShotRatherThanNone() {
    assertThat(POLICY.wants(track(true, 999), 0.01, ShotHistory.NONE)).isFalse();
    assertThat(POLICY.wants(track(true, 1000), 0.01, ShotHistory.NONE)).isTrue();
  }

  @Test
  void shouldTakeBetterShotsUpToThree() {
    ShotHistory one = ShotHistory.NONE.with(0.4, START);
    assertThat(POLICY.wants(track(true, 2000), 0.4, one)).isFalse();
    assertThat(POLICY.wants(track(true, 2000), 0.41, one)).isTrue();
    ShotHistory three = one.with(0.5, START).with(0.7, START);
    assertThat(three.bestQuality()).isEqualTo(0.7);
    assertThat(POLICY.wants(track(true, 2000), 1, three)).isFalse();
  }

  @Test
  void shouldKeepShotsApart() {
    ShotHistory one = ShotHistory.NONE.with(0.4, START.plusMillis(300));
    assertThat(POLICY.wants(track(true, 2299), 0.9, one)).isFalse();
    assertThat(POLICY.wants(track(true, 2300), 0.9, one)).isTrue();
  }

  @Test
  void shouldRateSizeSharpnessAndTruncation() {
    Box inside = new Box(100, 100, 40, 100);
    double sharp = Quality.of(checkered(40, 100), inside, 768, 576);

    assertThat(sharp).isBetween(0.7, 1.0);
    assertThat(Quality.of(checkered(16, 40), new Box(100, 100, 16, 40), 768, 576))
        .isLessThan(sharp);
    assertThat(Quality.of(new Image(40, 100, new byte[12000]), inside, 768, 576)).isZero();
    assertThat(Quality.of(checkered(40, 100), new Box(0, 100, 40, 100), 768, 576))
        .isEqualTo(sharp / 2);
    assertThat(Quality.of(checkered(2, 2), new Box(5, 5, 2, 2), 768, 576)).isZero();
  }

  private static Image checkered(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      rgb[i] = (byte) ((x / 4 + y / 4) % 2 == 0 ? 40 : 200);
    }
    return new Image(width, height, rgb);
  }

  private static Track track(boolean confirmed, long followedMillis) {
    return new Track(
        "gate/f0/0",
        START,
        START.plusMillis(followedMillis),
        3,
        confirmed,
        KalmanBox.start(new Box(0, 0, 30, 75)));
  }
}
