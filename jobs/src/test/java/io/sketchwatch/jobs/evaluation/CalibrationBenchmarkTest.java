package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.jobs.evaluation.CalibrationBenchmark.Traffic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationBenchmarkTest {

  private final CalibrationBenchmark benchmark = new CalibrationBenchmark(24, 100_000);

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void shouldKeepNineOfTenQueriesToTheirBudgets(long seed) {
    BenchmarkLine steady = benchmark.steady(new Traffic(10_000, 20), seed);

    assertThat(steady.figure()).isGreaterThanOrEqualTo(90);
    assertThat(steady.ratio()).isGreaterThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void shouldFollowAShiftWithinTheHour(int shift) {
    BenchmarkLine shifted =
        benchmark.shifted(new Traffic(100_000, 100), CalibrationBenchmark.SHIFTS.get(shift), 1);

    assertThat(shifted.figure()).as(shifted.part()).isGreaterThanOrEqualTo(90);
  }
}
