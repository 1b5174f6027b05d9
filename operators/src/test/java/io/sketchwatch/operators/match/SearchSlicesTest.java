package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Duration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each key group takes three milliseconds here. */
class SearchSlicesTest {

  private static final int KEY_GROUPS = 10;

  private final TestProcessingTimeService time = new TestProcessingTimeService();
  private final PastSearches searches = new PastSearches(KeyGroupRange.of(0, KEY_GROUPS - 1));
  private int met;
  private SearchSlices slices;

  @BeforeEach
  void begin() throws Exception {
    BucketIndex empty = new BucketIndex(KEY_GROUPS);
    slices =
        new SearchSlices(
            searches,
            new GallerySearch(null, empty, null, (entry, camera, photo, score) -> {}),
            Duration.ofMillis(10),
            time,
            () -> true,
            new MatchMetrics(
                new UnregisteredMetricsGroup(),
                new HeldBuckets(null, empty, true),
                empty,
                searches),
            this::meet);
    QueryScope everywhere = new QueryScope(null, null, null, null);
    searches.begin(new WatchlistEntry("q", 1, "m1", at(0), everywhere, 0.6, 0, false));
    slices.begin();
  }

  private void meet(PastSearch search) {
    met += search.report(KEY_GROUPS).searched();
    pass(3);
  }

  @Test
  void shouldEndASliceWhenItsTimeIsOver() {
    assertThat(met).isEqualTo(4);
  }

  @Test
  void shouldGoOnOnceNoRecordHasComeForAMillisecond() {
    pass(1);

    assertThat(met).isEqualTo(8);
  }

  @Test
  void shouldGiveRecordsThatKeepComingAsLongAsTheSliceTook() {
    for (int millisecond = 1; millisecond < 12; millisecond++) {
      slices.recordHasCome();
      pass(1);
      assertThat(met).isEqualTo(4);
    }
    slices.recordHasCome();
    pass(1);

    assertThat(met).isEqualTo(8);
  }

  @Test
  void shouldGoOnWhenRecordsStopComing() {
    slices.recordHasCome();
    pass(1);
    assertThat(met).isEqualTo(4);

    pass(1);

    assertThat(met).isEqualTo(8);
  }

  private void pass(long milliseconds) {
    try {
      time.advance(milliseconds);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
