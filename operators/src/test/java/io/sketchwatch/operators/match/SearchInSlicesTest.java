package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static io.sketchwatch.operators.match.MatchingSubtasks.KEY_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subtask whose slices meet one of its eight key groups each. */
class SearchInSlicesTest {

  private static final int CAMERAS = 64;
  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);

  private MatchingSubtask subtask;

  @BeforeEach
  void open() throws Exception {
    open(Duration.ZERO);
  }

  private void open(Duration slice) throws Exception {
    subtask = new MatchingSubtask(new MatchQueriesOperator(slice, true), KEY_GROUPS, 1, 0);
    subtask.open();
    for (int camera = 0; camera < CAMERAS; camera++) {
      subtask.see(sighting(camera, 0));
    }
  }

  @AfterEach
  void close() throws Exception {
    subtask.close();
  }

  @Test
  void shouldSearchThePastInSlices() throws Exception {
    subtask.watch(entry("q", 1));
    int first = subtask.extractOutputValues().size();
    assertThat(first).isPositive().isLessThan(CAMERAS);

    sliceToTheEnd();

    assertThat(subtask.extractOutputValues())
        .extracting(Match::cameraId)
        .hasSize(CAMERAS)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldReportEverySliceOfASearch() throws Exception {
    subtask.watch(entry("q", 1));
    sliceToTheEnd();

    assertThat(subtask.progress())
        .hasSize(KEY_GROUPS)
        .extracting(SearchProgress::searched)
        .containsOnly(1);
    assertThat(subtask.progress().stream().mapToLong(SearchProgress::sightingsSearched).sum())
        .isEqualTo(CAMERAS);
  }

  @Test
  void shouldMatchOtherQueriesLiveWhileASearchRuns() throws Exception {
    subtask.watch(entry("before", 1));
    sliceToTheEnd();
    subtask.watch(entry("running", 1));
    subtask.getOutput().clear();
    for (int camera = 0; camera < CAMERAS; camera++) {
      subtask.see(sighting(camera, 1));
    }

    assertThat(subtask.extractOutputValues())
        .filteredOn(match -> match.queryId().equals("before"))
        .hasSize(CAMERAS);
    sliceToTheEnd();
    assertThat(subtask.extractOutputValues())
        .filteredOn(match -> match.queryId().equals("running") && match.shot() == 1)
        .extracting(Match::cameraId)
        .hasSize(CAMERAS)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldEndASearchWhereItIsWhenItsQueryIsWithdrawn() throws Exception {
    subtask.watch(entry("q", 1));
    int found = subtask.extractOutputValues().size();
    subtask.update(WatchlistUpdate.removal("q", 1));
    sliceToTheEnd();

    assertThat(subtask.extractOutputValues()).hasSize(found);
  }

  @Test
  void shouldBeginAnewWithANewVersion() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.watch(entry("q", 2));
    sliceToTheEnd();

    assertThat(subtask.extractOutputValues())
        .filteredOn(match -> match.queryVersion() == 2)
        .hasSize(CAMERAS);
  }

  @Test
  void shouldEndASliceAfterSomeMatches() throws Exception {
    subtask.close();
    open(Duration.ofDays(1));
    for (int shot = 1; shot < 3; shot++) {
      for (int camera = 0; camera < CAMERAS; camera++) {
        subtask.see(sighting(camera, shot));
      }
    }
    subtask.watch(entry("q", 1));

    assertThat(subtask.extractOutputValues().size()).isBetween(CAMERAS, 3 * CAMERAS - 1);
  }

  @Test
  void shouldLeaveNothingItHoldsBehindABarrierAndFindNothingAgainAfterAFailure() throws Exception {
    subtask.watch(budgeted());
    subtask.slice();
    subtask.slice();
    assertThat(subtask.extractOutputValues()).isEmpty();

    StageCheckpoint checkpoint = new StageCheckpoint(KEY_GROUPS);
    checkpoint.take(List.of(subtask));
    List<Match> before = subtask.extractOutputValues();
    assertThat(before.size()).isPositive().isLessThan(CAMERAS);
    assertThat(found()).isEqualTo(before.size());

    subtask.slice();
    subtask.close();
    subtask = new MatchingSubtask(new MatchQueriesOperator(Duration.ZERO, true), KEY_GROUPS, 1, 0);
    checkpoint.open(subtask, 1, 0);
    sliceToTheEnd();

    List<Match> after = subtask.extractOutputValues();
    assertThat(found()).isEqualTo(after.size());
    assertThat(Stream.concat(before.stream(), after.stream()))
        .extracting(Match::cameraId)
        .hasSize(CAMERAS)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldNotSearchWhileItsOutputTakesNoMore() throws Exception {
    CompletableFuture<?> free = new CompletableFuture<>();
    subtask.putOutTo(free);
    subtask.watch(entry("q", 1));
    sliceToTheEnd();
    assertThat(subtask.extractOutputValues()).isEmpty();

    free.complete(null);
    sliceToTheEnd();

    assertThat(subtask.extractOutputValues()).hasSize(CAMERAS);
  }

  @Test
  void shouldFinishItsSearchesWhenTheInputEnds() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.watch(entry("r", 1));
    subtask.getOperator().finish();

    assertThat(subtask.extractOutputValues()).hasSize(2 * CAMERAS);
  }

  @Test
  void shouldFinishItsSearchesBeforeTheLastWatermark() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.processWatermark1(Watermark.MAX_WATERMARK);
    subtask.processWatermark2(Watermark.MAX_WATERMARK);

    assertThat(subtask.getOutput()).hasSize(CAMERAS + 1).last().isEqualTo(Watermark.MAX_WATERMARK);
  }

  private void sliceToTheEnd() throws Exception {
    for (int slice = 0; slice < KEY_GROUPS; slice++) {
      subtask.slice();
    }
  }

  /** Matches that the calibration was told of. */
  private long found() {
    return subtask.getSideOutput(MatchQueriesOperator.BACKGROUND).stream()
        .map(part -> part.getValue().past())
        .filter(Objects::nonNull)
        .mapToLong(PastPart::found)
        .sum();
  }

  private static Sighting sighting(int camera, int shot) {
    return aSighting().fromCamera("c" + camera).firstSeen(NOON).shot(shot).build();
  }

  private static WatchlistEntry entry(String queryId, long version) {
    return new WatchlistEntry(queryId, version, "m1", at(0), EVERYWHERE, 0.6, 0, false);
  }

  private static WatchlistEntry budgeted() {
    return new WatchlistEntry(
        "q", 1, "m1", at(0), EVERYWHERE, 0.6, 0, false, Exemplar.SKETCH, 10.0);
  }
}
