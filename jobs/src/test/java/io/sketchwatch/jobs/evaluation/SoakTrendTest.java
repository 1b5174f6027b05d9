package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakTrendTest {

  private static final double FRAMES_PER_SECOND = 20;

  @Test
  void shouldTakeNoiseAndTheWarmUpForNoGrowth() {
    assertThat(SoakTrend.of(samples(1, 0), FRAMES_PER_SECOND)).noneMatch(SoakTrend::grows);
  }

  @Test
  void shouldFindWhatGrowsByLittleEachTime() {
    assertThat(SoakTrend.of(samples(1, 4), FRAMES_PER_SECOND))
        .filteredOn(SoakTrend::grows)
        .extracting(SoakTrend::figure)
        .containsExactly("heap MB", "native MB", "lag frames");
  }

  @Test
  void shouldFindAlertsThatComeLaterAndLater() {
    assertThat(SoakTrend.of(samples(1.05, 0), FRAMES_PER_SECOND))
        .filteredOn(SoakTrend::grows)
        .extracting(SoakTrend::figure)
        .containsExactly("p50 ms", "p99 ms");
  }

  /** Sixty, of which the first fifteen are a warm-up. */
  private static List<SoakSample> samples(double slower, double more) {
    return IntStream.range(0, 60)
        .mapToObj(
            i -> {
              double noise = i % 3;
              double latency = 1000 * Math.pow(slower, i) + noise;
              double size = i < 15 ? 900 - 60 * i : 10 + more * (i - 15) + noise;
              return new SoakSample(i, latency, 2 * latency, size, size, size);
            })
        .toList();
  }
}
