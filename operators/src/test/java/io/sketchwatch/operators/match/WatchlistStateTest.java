package io.sketchwatch.operators.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatchlistStateTest {

  private static final int DIMENSION = 512;

  /** So that 10,000 queries under two models take at most 100 MB of each subtask. */
  private static final double MOST_BYTES = 100e6 / 20_000;

  @Test
  void shouldStayWithinTheSizeOfAQuery() throws Exception {
    int queries = 200;
    Random random = new Random(1);
    try (MatchingSubtask subtask = new MatchingSubtask(1, 1, 0)) {
      subtask.open();
      for (int i = 0; i < queries; i++) {
        subtask.watch(entry("case-2026-000118-query-" + i, random));
      }

      assertThat(subtask.snapshot(1, 1).getStateSize() / (double) queries).isLessThan(MOST_BYTES);
    }
  }

  private static WatchlistEntry entry(String queryId, Random random) {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new WatchlistEntry(
        queryId,
        1,
        "dalnet-demo-1",
        Embedding.normalised(values),
        new QueryScope(null, null, null, null),
        0.6,
        0,
        false,
        Exemplar.SKETCH,
        10.0);
  }
}
