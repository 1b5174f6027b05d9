package io.sketchwatch.operators.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.match.WatchlistKey;
import io.sketchwatch.operators.match.WindowPart;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearningTimeTest {

  private static final long WINDOW = 5_000_000;
  private static final int QUERIES = 10_000;

  @Test
  void shouldBeAfterAWindowHasClosedAndWellBeforeItIsInForce() {
    assertThat(times())
        .allSatisfy(
            time ->
                assertThat(time)
                    .isBetween(
                        WindowPart.closesAt(WINDOW),
                        WindowPart.start(WINDOW + CalibrateFunction.AHEAD) - 75_000));
  }

  @Test
  void shouldSpreadQueries() {
    assertThat(times().stream().filter(time -> time < WindowPart.closesAt(WINDOW) + 7_500).count())
        .isBetween(QUERIES / 12L, QUERIES / 8L);
  }

  @Test
  void shouldDifferBetweenModels() {
    assertThat(time("q", "m1")).isNotEqualTo(time("q", "m2"));
  }

  private static List<Long> times() {
    return IntStream.range(0, QUERIES).mapToObj(query -> time("q" + query, "m1")).toList();
  }

  private static long time(String queryId, String modelId) {
    return LearningTime.of(new WatchlistKey(queryId, modelId, Exemplar.SKETCH), WINDOW);
  }
}
