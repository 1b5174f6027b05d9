package io.sketchwatch.operators.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PhotoThresholdsTest {

  @Test
  void shouldFollowTheHighestBackgroundQuantileOfTheManifest() {
    PhotoThresholds thresholds =
        PhotoThresholds.of(new TreeMap<>(Map.of("0.999", 0.6, "0.9999", 0.7)));

    assertThat(thresholds.forExemplar(0.5)).isEqualTo(0.7);
    assertThat(thresholds.alike()).isCloseTo(0.82, within(1e-9));
  }

  @Test
  void shouldBeConservativeAboutAModelThatTellsNoQuantiles() {
    PhotoThresholds thresholds = PhotoThresholds.of(new TreeMap<>());

    assertThat(thresholds.forExemplar(0.5)).isEqualTo(0.75);
    assertThat(thresholds.alike()).isEqualTo(0.95);
  }
}
