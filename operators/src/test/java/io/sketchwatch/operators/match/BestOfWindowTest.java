package io.sketchwatch.operators.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.calibration.BackgroundWindow;
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
  void shouldKnowWhatTheSixteenthTrackletHasScored(
      @ForAll @Size(max = 200) List<@IntRange(max = 999) Integer> shots) {
    BestOfWindow best = new BestOfWindow();
    Map<String, Double> scores = new HashMap<>();
    double before = SubtaskBackground.LOWEST;

    for (int shot : shots) {
      String tracklet = "t" + shot % 40;
      double score = shot / 1000.0;
      best.add(tracklet, score);
      scores.merge(tracklet, score, Math::max);

      assertThat(best.floor()).isEqualTo(sixteenth(scores)).isGreaterThanOrEqualTo(before);
      before = best.floor();
    }
  }

  @Test
  void shouldForgetAWindow() {
    BestOfWindow best = new BestOfWindow();
    for (int tracklet = 0; tracklet < BackgroundWindow.MOST; tracklet++) {
      best.add("t" + tracklet, 0.5);
    }

    best.clear();
    best.add("t", 0.9);

    assertThat(best.floor()).isEqualTo(SubtaskBackground.LOWEST);
  }

  private static double sixteenth(Map<String, Double> scores) {
    return scores.values().stream()
        .sorted(Comparator.reverseOrder())
        .skip(BackgroundWindow.MOST - 1)
        .findFirst()
        .orElse(SubtaskBackground.LOWEST);
  }
}
