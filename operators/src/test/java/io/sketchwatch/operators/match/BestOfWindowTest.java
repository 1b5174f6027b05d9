package io.sketchwatch.operators.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BestOfWindowTest {

  @Property
  void shouldKnowWhatItsTrackletsHaveScored(
      @ForAll @Size(max = 400) List<@IntRange(max = 999) Integer> shots) {
    BestOfWindow best = new BestOfWindow();
    Map<String, Double> scores = new HashMap<>();
    double before = SubtaskBackground.LOWEST;

    for (int shot : shots) {
      String tracklet = "t" + shot % 90;
      double score = shot / 1000.0;
      best.add(tracklet, score);
      scores.merge(tracklet, score, Math::max);

      assertThat(best.floor()).isEqualTo(place(16, scores));
      assertThat(best.least()).isEqualTo(place(64, scores)).isGreaterThanOrEqualTo(before);
      assertThat(best.size()).isEqualTo(Math.min(64, scores.size()));
      before = best.least();
    }
  }

  @Test
  void shouldForgetAWindow() {
    BestOfWindow best = new BestOfWindow();
    for (int tracklet = 0; tracklet < 64; tracklet++) {
      best.add("t" + tracklet, 0.5);
    }

    best.clear();
    best.add("t", 0.9);

    assertThat(best.floor()).isEqualTo(SubtaskBackground.LOWEST);
    assertThat(best.least()).isEqualTo(SubtaskBackground.LOWEST);
  }

  private static double place(int number, Map<String, Double> scores) {
    return scores.values().stream()
        .sorted(Comparator.reverseOrder())
        .skip(number - 1)
        .findFirst()
        .orElse(SubtaskBackground.LOWEST);
  }
}
