package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SearchBenchmarkITCase {

  @Test
  void shouldMeasureAlertsBeforeAndDuringSearches() throws Exception {
    List<BenchmarkLine> lines = new ArrayList<>();
    new SearchBenchmark(2000, 300, Duration.ofSeconds(4))
        .run("heap", lines::add, skipped -> fail(skipped));

    assertThat(lines)
        .extracting(BenchmarkLine::part)
        .containsExactly(
            "quiet p50",
            "quiet p99",
            "searching p50",
            "searching p99",
            "search",
            "checkpoint",
            "state");
    assertThat(lines)
        .filteredOn(line -> line.part().equals("search"))
        .extracting(BenchmarkLine::n)
        .containsExactly(40);
    assertThat(lines.get(6).figure()).isGreaterThan(5 * 512);
    assertThat(lines.subList(0, 4)).allSatisfy(line -> assertThat(line.n()).isPositive());
  }
}
