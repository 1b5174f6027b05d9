package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ShotBuilder.shot;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.tracklet.Shot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ModelLoadPropertyTest {

  /**
   * Each shot is of one of six tracklets of two cameras; the model is loaded before one of them.
   */
  @Property(tries = 50)
  void shouldEmbedEachShotOnceAndNoTrackletByTwoModels(
      @ForAll @Size(max = 12) List<@IntRange(max = 5) Integer> shots,
      @ForAll @IntRange(max = 12) int loadedBefore)
      throws Exception {
    Map<String, String> models = new HashMap<>();
    try (LoadingSubtask subtask = new LoadingSubtask(Duration.ZERO)) {
      subtask.loseItsPatience();
      for (int i = 0; i < shots.size(); i++) {
        if (i == loadedBefore) {
          subtask.load();
        }
        Shot shot = shot(shots.get(i) % 2 == 0 ? "gate" : "yard", shots.get(i));
        String model = subtask.embed(shot).get();
        assertThat(models.putIfAbsent(shot.trackletId(), model)).isIn(null, model);
      }
      assertThat(subtask.start.inputs.get() + subtask.late.inputs.get()).isEqualTo(shots.size());
    }
  }
}
