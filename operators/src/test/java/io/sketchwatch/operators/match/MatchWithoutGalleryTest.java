package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static io.sketchwatch.operators.match.MatchingSubtasks.KEY_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subtask that keeps no gallery, or no longer; a slice of its searches is one key group. */
class MatchWithoutGalleryTest {

  private static final int CAMERAS = 64;

  private MatchingSubtask subtask;

  @BeforeEach
  void open() throws Exception {
    open(false, null);
  }

  @AfterEach
  void close() throws Exception {
    subtask.close();
  }

  @Test
  void shouldCompareEverySightingAtOnceWhileASearchIsPending() throws Exception {
    subtask.watch(entry("q"));
    seeEveryCamera();
    assertThat(subtask.progress()).hasSizeLessThan(KEY_GROUPS);

    sliceToTheEnd();

    assertThat(subtask.extractOutputValues())
        .hasSize(CAMERAS)
        .extracting(Match::phase)
        .containsOnly(Phase.LIVE);
    assertThat(subtask.extractOutputValues()).extracting(Match::cameraId).doesNotHaveDuplicates();
  }

  @Test
  void shouldFindNobodyWhoWasSeenBefore() throws Exception {
    seeEveryCamera();

    subtask.watch(entry("q"));
    sliceToTheEnd();

    assertThat(subtask.extractOutputValues()).isEmpty();
    assertThat(searched()).isZero();
  }

  @Test
  void shouldLeaveNothingToAJobThatKeepsAGalleryAgain() throws Exception {
    seeEveryCamera();
    restart(true);

    subtask.watch(entry("q"));
    sliceToTheEnd();

    assertThat(searched()).isZero();
  }

  @Test
  void shouldClearAGalleryThatACheckpointHolds() throws Exception {
    restart(true);
    seeEveryCamera();
    restart(false);
    restart(true);

    subtask.watch(entry("q"));
    sliceToTheEnd();

    assertThat(subtask.extractOutputValues()).isEmpty();
    assertThat(searched()).isZero();
  }

  @Test
  void shouldEndASearchThatACheckpointHoldsWithoutThePast() throws Exception {
    restart(true);
    seeEveryCamera();
    subtask.watch(entry("q"));
    restart(false);

    subtask.see(aSighting().fromCamera("new").build());
    sliceToTheEnd();

    assertThat(subtask.extractOutputValues())
        .extracting(Match::cameraId, Match::phase)
        .containsExactly(tuple("new", Phase.LIVE));
    assertThat(searched()).isZero();
  }

  private void open(boolean galleryIsKept, OperatorSubtaskState state) throws Exception {
    subtask =
        new MatchingSubtask(
            new MatchQueriesOperator(Duration.ZERO, galleryIsKept), KEY_GROUPS, 1, 0);
    if (state != null) {
      subtask.initializeState(state);
    }
    subtask.open();
  }

  private void restart(boolean galleryIsKept) throws Exception {
    OperatorSubtaskState snapshot = subtask.snapshot(1, 1);
    subtask.close();
    open(galleryIsKept, snapshot);
  }

  private void seeEveryCamera() throws Exception {
    for (int camera = 0; camera < CAMERAS; camera++) {
      subtask.see(aSighting().fromCamera("c" + camera).build());
    }
  }

  private void sliceToTheEnd() throws Exception {
    for (int slice = 0; slice < KEY_GROUPS; slice++) {
      subtask.slice();
    }
  }

  /** How many sightings searches have met; each subtask has told of all its key groups by now. */
  private long searched() {
    assertThat(subtask.progress()).isNotEmpty();
    return subtask.progress().stream().mapToLong(SearchProgress::sightingsSearched).sum();
  }

  private static WatchlistEntry entry(String queryId) {
    QueryScope everywhere = new QueryScope(null, null, null, null);
    return new WatchlistEntry(queryId, 1, "m1", at(0), everywhere, 0.6, 0, false);
  }
}
