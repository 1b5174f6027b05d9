package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SearchDelaysTest {

  private static final List<TimeSpan> SEARCHES =
      List.of(new TimeSpan(1000, 1300), new TimeSpan(1000, 1800));

  @Test
  void shouldTellAlertsDuringSearchesFromThoseBefore() throws IOException {
    SearchDelays delays =
        SearchDelays.of(
            List.of(
                new TimeSpan(500, 507),
                new TimeSpan(100, 190),
                new TimeSpan(900, 1000),
                new TimeSpan(1500, 1501),
                new TimeSpan(1700, 1900),
                new TimeSpan(1801, 1805)),
            SEARCHES);

    assertThat(delays.quiet()).containsExactly(7L);
    assertThat(delays.searching()).containsExactly(1L, 100L, 200L);
  }

  @Test
  void shouldShareTheTimeOfAllSearchesAmongThem() throws IOException {
    SearchDelays delays =
        SearchDelays.of(List.of(new TimeSpan(1, 2), new TimeSpan(1100, 1101)), SEARCHES);

    assertThat(delays.millisPerSearch()).isEqualTo(400);
  }

  @Test
  void shouldNameTheDelayThatAPartDoesNotExceed() {
    List<Long> delays = LongStream.rangeClosed(1, 200).boxed().toList();

    assertThat(SearchDelays.quantile(delays, 0.5)).isEqualTo(100);
    assertThat(SearchDelays.quantile(delays, 0.99)).isEqualTo(198);
    assertThat(SearchDelays.quantile(List.of(5L), 0.99)).isEqualTo(5);
  }

  @Test
  void shouldRefuseARunWithoutAlertsDuringSearches() {
    List<TimeSpan> before = IntStream.range(0, 10).mapToObj(i -> new TimeSpan(i, i + 1)).toList();

    assertThatThrownBy(() -> SearchDelays.of(before, SEARCHES))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("5 and 0 came, with 2 searches");
  }
}
