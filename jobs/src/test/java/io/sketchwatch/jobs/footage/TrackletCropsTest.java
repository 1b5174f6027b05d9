package io.sketchwatch.jobs.footage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.jobs.footage.TrackletCrops.Choice;
import io.sketchwatch.jobs.footage.TrackletCrops.Crop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackletCropsTest {

  private final TrackletCrops crops = new TrackletCrops();

  private void see(long millis, double quality) {
    Duration at = Duration.ofMillis(millis);
    if (crops.wants(at)) {
      crops.add(new Crop(at, new Image(1, 1, new byte[3]), quality));
    }
  }

  @Test
  void shouldDrawTheBestCropAndKeepPhotosASecondAway() {
    for (int i = 0; i <= 40; i++) {
      see(100L * i, i == 20 ? 0.9 : 0.5);
    }

    Choice choice = crops.choose(4).orElseThrow();

    assertThat(choice.drawn().at()).isEqualTo(Duration.ofSeconds(2));
    assertThat(choice.photos()).hasSize(4);
    assertThat(choice.photos().get(0).at()).isEqualTo(Duration.ZERO);
    assertThat(choice.photos().get(3).at()).isEqualTo(Duration.ofSeconds(4));
    assertThat(choice.photos())
        .allSatisfy(
            photo ->
                assertThat(photo.at().minusSeconds(2).abs())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
  }

  @Test
  void shouldLeaveOutSomeoneSeenForLessThanASecond() {
    see(0, 0.5);
    see(500, 0.6);
    see(999, 0.7);

    assertThat(crops.choose(4)).isEmpty();
  }

  @Test
  void shouldDrawAnotherCropWhereTheBestLeavesNoPhoto() {
    see(0, 0.5);
    see(600, 0.9);
    see(1200, 0.4);

    Choice choice = crops.choose(4).orElseThrow();

    assertThat(choice.drawn().at()).isEqualTo(Duration.ZERO);
    assertThat(choice.photos()).extracting(Crop::at).containsExactly(Duration.ofMillis(1200));
  }

  @Test
  void shouldStayEvenlySpreadAndSmallHoweverLongSomeoneIsSeen() {
    for (int i = 0; i < 10_000; i++) {
      see(100L * i, 0.5);
      assertThat(crops.size()).isLessThanOrEqualTo(24);
    }

    Choice choice = crops.choose(3).orElseThrow();

    assertThat(choice.drawn().at()).isZero();
    assertThat(choice.photos().get(2).at()).isGreaterThan(Duration.ofSeconds(800));
    assertThat(choice.photos().get(1).at())
        .isBetween(Duration.ofSeconds(300), Duration.ofSeconds(700));
  }
}
