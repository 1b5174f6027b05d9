package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ShotBuilder.shot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.embedding.EncoderInput;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelLoadTest {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration NEVER = Duration.ofDays(1);

  @Test
  void shouldEmbedWhatHasWaitedWithAModelThatIsLoadedInTime() throws Exception {
    try (LoadingSubtask subtask = new LoadingSubtask(NEVER)) {
      var waiting = subtask.embed(shot("gate", 1));
      assertThat(waiting).isNotDone();

      subtask.load();

      assertThat(waiting.get()).isEqualTo("m1");
      assertThat(subtask.embed(shot("gate", 1)).get()).isEqualTo("m1");
      assertThat(subtask.stoodIn.getCount()).isZero();
    }
  }

  @Test
  void shouldTakeALateModelUpWithEachCamerasNextTracklet() throws Exception {
    try (LoadingSubtask subtask = new LoadingSubtask(AT_ONCE)) {
      var waiting = subtask.embed(shot("gate", 5));
      subtask.loseItsPatience();
      assertThat(waiting.get()).isEqualTo("m0");
      assertThat(subtask.load.isMissing()).isTrue();

      subtask.load();

      assertThat(subtask.load.isMissing()).isFalse();
      assertThat(subtask.embed(shot("gate", 6)).get()).isEqualTo("m1");
      assertThat(subtask.embed(shot("gate", 5)).get()).isEqualTo("m0");
      assertThat(subtask.embed(shot("yard", 5)).get()).isEqualTo("m1");
      assertThat(subtask.stoodIn.getCount()).isEqualTo(2);
    }
  }

  @Test
  void shouldTryAgainWhileTheStandInServes() throws Exception {
    try (LoadingSubtask subtask = new LoadingSubtask(NEVER)) {
      subtask.failures.set(1);
      var waiting = subtask.embed(shot("gate", 5));
      subtask.load();
      assertThat(waiting.get()).isEqualTo("m0");

      subtask.next().run();

      assertThat(subtask.embed(shot("gate", 6)).get()).isEqualTo("m1");
    }
  }

  @Test
  void shouldTryNoMoreOnceTheModelIsNotServed() throws Exception {
    try (LoadingSubtask subtask = new LoadingSubtask(NEVER)) {
      subtask.failures.set(2);
      subtask.load();
      subtask.load.end();

      subtask.next().run();

      assertThat(subtask.failures).hasValue(1);
    }
  }

  @Test
  void shouldEmbedNothingInPlaceOfACandidateOrForASketch() throws Exception {
    try (LoadingSubtask subtask = new LoadingSubtask(AT_ONCE)) {
      subtask.loseItsPatience();

      assertThat(subtask.load.embed(PictureToEmbed.crop(shot("gate", 1), null)).get()).isNull();
      assertThat(subtask.load.embed(PictureToEmbed.sketch(input())).get()).isNull();
      assertThat(subtask.start.inputs).hasValue(0);
    }
  }

  @Test
  void shouldGiveALateModelBackThatIsNotServedAnyMore() throws Exception {
    try (LoadingSubtask subtask = new LoadingSubtask(NEVER)) {
      var waiting = subtask.embed(shot("gate", 1));
      subtask.load.end();

      subtask.load();

      assertThat(waiting.get()).isEqualTo("m1");
      subtask.late.closed.await();
    }
  }

  @Test
  void shouldGiveUpWhatWaitsWhenTheSubtaskEnds() throws Exception {
    try (LoadingSubtask subtask = new LoadingSubtask(NEVER)) {
      var waiting = subtask.embed(shot("gate", 1));
      subtask.load.close();
      assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(CancellationException.class);

      subtask.load();

      subtask.late.closed.await();
    }
  }

  private static EncoderInput input() {
    return new EncoderInput(Modality.SKETCH, new Image(1, 1, new byte[3]));
  }
}
