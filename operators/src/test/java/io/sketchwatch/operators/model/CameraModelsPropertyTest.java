package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;
import static io.sketchwatch.operators.model.ModelBuilder.START;
import static io.sketchwatch.operators.model.ModelBuilder.inForce;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CameraModelsPropertyTest {

  /** Shots of tracklets that overlap, with an announcement after each. */
  @Property(tries = 200)
  void shouldGiveEveryTrackletOneModelForAllItsShots(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 9) Integer> shots,
      @ForAll @Size(40) List<@IntRange(min = 0, max = 12) Integer> times) {
    Map<Integer, String> models = new HashMap<>();
    ServedModels served = ServedModels.of(START);
    CameraModels camera = CameraModels.NONE;
    for (int i = 0; i < shots.size(); i++) {
      Instant firstSeen = NOON.plusSeconds(shots.get(i));
      camera = camera.with(served);
      String model = camera.modelOf(firstSeen);
      assertThat(models.merge(shots.get(i), model, (before, now) -> before)).isEqualTo(model);
      camera = camera.seen(firstSeen);
      served = served.with(inForce("m" + i % 3, i + 1, NOON.plusSeconds(times.get(i))));
    }
  }
}
