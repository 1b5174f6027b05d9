package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.candidate;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CameraModelsTest {

  private static final ServedModels ONE = ServedModels.of(START);

  @Test
  void shouldTakeAModelUpAtItsTime() {
    CameraModels camera = CameraModels.NONE.with(ONE.with(inForce("m1", 1, NOON)));

    assertThat(camera.modelOf(NOON.minusNanos(1))).isEqualTo("m0");
    assertThat(camera.modelOf(NOON)).isEqualTo("m1");
  }

  @Test
  void shouldNotTakeAModelUpInTheMidstOfATracklet() {
    Instant seen = NOON.plusSeconds(9);
    CameraModels camera =
        CameraModels.NONE.with(ONE).seen(seen).with(ONE.with(inForce("m1", 1, NOON)));

    assertThat(camera.modelOf(seen)).isEqualTo("m0");
    assertThat(camera.modelOf(seen.plusNanos(1))).isEqualTo("m1");
  }

  @Test
  void shouldHoldToTheHighestEpochInWhateverOrderModelsAreAnnounced() {
    ServedModel first = inForce("m1", 1, NOON);
    ServedModel second = inForce("m2", 2, NOON.plusSeconds(60));

    for (ServedModels served :
        List.of(ONE.with(first).with(second), ONE.with(second).with(first))) {
      CameraModels camera = CameraModels.NONE.with(served);
      assertThat(camera.modelOf(NOON.plusSeconds(59))).isEqualTo("m1");
      assertThat(camera.modelOf(NOON.plusSeconds(60))).isEqualTo("m2");
    }
  }

  @Test
  void shouldGoBackToAModelThatIsAnnouncedAgain() {
    ServedModels served =
        ONE.with(inForce("m1", 1, NOON))
            .with(inForce("m2", 2, NOON.plusSeconds(60)))
            .with(inForce("m1", 3, NOON.plusSeconds(120)));

    CameraModels camera = CameraModels.NONE.with(served);

    assertThat(camera.modelOf(NOON)).isEqualTo("m1");
    assertThat(camera.modelOf(NOON.plusSeconds(60))).isEqualTo("m2");
    assertThat(camera.modelOf(NOON.plusSeconds(120))).isEqualTo("m1");
  }

  @Test
  void shouldFallBackWhenAModelIsRetired() {
    ServedModels both = ONE.with(inForce("m1", 1, NOON));
    CameraModels camera = CameraModels.NONE.with(both).with(both.retired("m1", NOON));

    assertThat(camera.modelOf(NOON.plusSeconds(1))).isEqualTo("m0");
  }

  @Test
  void shouldNeverPutACandidateIntoForce() {
    CameraModels camera = CameraModels.NONE.with(ONE.with(candidate("m1", 1, NOON)));

    assertThat(camera.modelOf(NOON.plusSeconds(1))).isEqualTo("m0");
  }
}
