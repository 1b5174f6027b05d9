package io.sketchwatch.jobs.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  private static final Duration POSITION = Duration.ofMillis(1700);

  @Test
  void shouldSayWhenAFrameIsDue() {
    assertThat(Pace.parse("max").due(20, POSITION)).isZero();
    assertThat(Pace.parse("realtime").due(20, POSITION)).isEqualTo(POSITION);
    assertThat(Pace.parse("40").due(20, POSITION)).isEqualTo(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "0", "-1", "NaN", "Infinity"})
  void shouldRefuseWhatIsNoRate(String text) {
    assertThatThrownBy(() -> Pace.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
