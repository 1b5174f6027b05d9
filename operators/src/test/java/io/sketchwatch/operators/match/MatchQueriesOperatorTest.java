package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatchQueriesOperatorTest {

  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);

  private static final Exemplar PHOTO = new Exemplar("q", "a", "c1/t/0", "m1", at(60));

  private MatchingSubtask subtask;

  @BeforeEach
  void openSubtask() throws Exception {
    subtask = open(null);
  }

  @AfterEach
  void close() throws Exception {
    subtask.close();
  }

  @Test
  void shouldMatchASightingThatComesAfterTheQuery() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.see(aSighting().looking(30).build());

    Match match = subtask.extractOutputValues().get(0);

    assertThat(match.phase()).isEqualTo(Phase.LIVE);
    assertThat(match.queryVersion()).isEqualTo(1);
    assertThat(match.score()).isCloseTo(Math.cos(Math.toRadians(30)), within(1e-6));
    assertThat(match.threshold()).isEqualTo(0.6);
    assertThat(match.frame().offset()).isEqualTo(7);
    assertThat(match.crop().offset()).isEqualTo(3);
  }

  @Test
  void shouldMatchAQueryRegisteredAfterTheSighting() throws Exception {
    subtask.see(aSighting().fromCamera("c1").build());
    subtask.see(aSighting().fromCamera("c2").build());
    subtask.see(aSighting().fromCamera("c3").looking(90).build());
    subtask.watch(entry("q", 1));

    assertThat(subtask.extractOutputValues())
        .extracting(Match::cameraId, Match::phase)
        .containsExactlyInAnyOrder(tuple("c1", Phase.PAST), tuple("c2", Phase.PAST));
    assertThat(subtask.progress())
        .containsExactly(new SearchProgress("q", 1, "m1", 1, 1, 3, 0.6, null));
  }

  @Test
  void shouldIgnoreASightingThatIsHeldAlready() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.see(aSighting().build());
    subtask.see(aSighting().build());

    assertThat(subtask.extractOutputValues()).hasSize(1);
  }

  @Test
  void shouldKeepShotsAndModelsOfATrackletApart() throws Exception {
    subtask.see(aSighting().build());
    subtask.see(aSighting().shot(1).build());
    subtask.see(aSighting().embeddedBy("m2").build());
    subtask.watch(entry("q", 1));

    assertThat(subtask.extractOutputValues())
        .extracting(Match::shot)
        .containsExactlyInAnyOrder(0, 1);
    assertThat(subtask.progress())
        .extracting(SearchProgress::sightingsSearched)
        .containsExactly(2L);
  }

  @Test
  void shouldNeverCompareAcrossModels() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.see(aSighting().embeddedBy("m2").build());

    assertThat(subtask.extractOutputValues()).isEmpty();
  }

  @Test
  void shouldLetTheHighestVersionWin() throws Exception {
    subtask.watch(entry("q", 2));
    subtask.watch(entry("q", 2));
    subtask.watch(entry("q", 1));
    subtask.see(aSighting().build());

    assertThat(subtask.extractOutputValues()).extracting(Match::queryVersion).containsExactly(2L);
    assertThat(subtask.progress()).hasSize(1);
  }

  @Test
  void shouldForgetARemovedQueryUnderEveryModel() throws Exception {
    subtask.watch(entry("q", 5));
    subtask.watch(entry("other", 5));
    subtask.update(WatchlistUpdate.removal("q", 5));
    subtask.see(aSighting().build());

    assertThat(subtask.extractOutputValues()).extracting(Match::queryId).containsExactly("other");
  }

  @Test
  void shouldCountVersionsFromTheStartAfterARemoval() throws Exception {
    subtask.watch(entry("q", 5));
    subtask.update(WatchlistUpdate.removal("q", 5));
    subtask.watch(entry("q", 0));
    subtask.see(aSighting().build());

    assertThat(subtask.extractOutputValues()).extracting(Match::queryVersion).containsExactly(0L);
  }

  @Test
  void shouldNotMatchAPausedQueryAndFindWhatItMissedWhenItResumes() throws Exception {
    WatchlistEntry active = entry("q", 3);
    subtask.watch(new WatchlistEntry("q", 2, "m1", at(0), EVERYWHERE, 0.6, 0, true));
    subtask.see(aSighting().build());
    assertThat(subtask.extractOutputValues()).isEmpty();
    assertThat(subtask.progress()).isEmpty();

    subtask.watch(active);

    assertThat(subtask.extractOutputValues()).extracting(Match::phase).containsExactly(Phase.PAST);
  }

  @Test
  void shouldLookOnlyInsideItsScope() throws Exception {
    subtask.see(aSighting().fromCamera("c1").firstSeen(NOON.minusMillis(1)).build());
    subtask.see(aSighting().fromCamera("c2").firstSeen(NOON).build());
    subtask.see(aSighting().fromCamera("c3").firstSeen(NOON.plusSeconds(9)).build());
    subtask.see(aSighting().fromCamera("c4").firstSeen(NOON.plusSeconds(10)).build());
    subtask.see(aSighting().fromCamera("c5").firstSeen(NOON).build());
    QueryScope scope =
        new QueryScope(
            List.of("c1", "c2", "c3", "c4"), NOON.minusSeconds(1), NOON.plusSeconds(10), NOON);
    subtask.watch(new WatchlistEntry("q", 1, "m1", at(0), scope, 0.6, 0, false));

    assertThat(subtask.extractOutputValues())
        .extracting(Match::cameraId)
        .containsExactlyInAnyOrder("c2", "c3");
  }

  @Test
  void shouldForgetAnExpiredBucketAndNoOther() throws Exception {
    Sighting kept = aSighting().firstSeen(NOON.plusSeconds(1)).ofTracklet("kept").build();
    subtask.see(aSighting().build());
    subtask.see(new GalleryRecord("c1", NOON.plusSeconds(600), kept));
    subtask.see(new GalleryRecord("c1", NOON, null));
    subtask.watch(entry("q", 1));

    assertThat(subtask.extractOutputValues()).extracting(Match::trackletId).containsExactly("kept");
  }

  @Test
  void shouldPassOnARefusalAndKeepTheVersionBefore() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.update(WatchlistUpdate.refused("q", 2, "no"));
    subtask.see(aSighting().build());

    assertThat(subtask.extractOutputValues()).extracting(Match::queryVersion).containsExactly(1L);
    assertThat(subtask.progress()).contains(new SearchProgress("q", 2, null, 0, 1, 0, null, "no"));
  }

  @Test
  void shouldKeepGalleryAndWatchlistAcrossAFailure() throws Exception {
    subtask.watch(entry("before", 1));
    subtask.see(aSighting().build());
    OperatorSubtaskState snapshot = subtask.snapshot(1, 1);
    subtask.close();
    subtask = open(snapshot);

    subtask.see(aSighting().build());
    subtask.see(aSighting().shot(1).build());
    subtask.watch(entry("before", 1));
    subtask.watch(entry("after", 1));

    assertThat(subtask.extractOutputValues())
        .extracting(Match::queryId, Match::shot)
        .containsExactlyInAnyOrder(tuple("before", 1), tuple("after", 0), tuple("after", 1));
  }

  @Test
  void shouldSearchWithAConfirmedPhotoBesideTheSketchUntilItEnds() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.see(aSighting().ofTracklet("past").looking(50).build());
    WatchlistEntry photo = entry("q", 1).with(PHOTO, 0.9);
    subtask.watch(photo);
    subtask.see(aSighting().ofTracklet("by the photo").looking(65).build());
    subtask.see(aSighting().ofTracklet("by both").looking(45).build());
    subtask.update(WatchlistUpdate.removal(photo));
    subtask.see(aSighting().ofTracklet("by the sketch").looking(45).build());

    assertThat(subtask.extractOutputValues())
        .extracting(Match::trackletId, Match::exemplar, Match::threshold)
        .containsExactlyInAnyOrder(
            tuple("past", "sketch", 0.6),
            tuple("past", "c1/t/0", 0.9),
            tuple("by the photo", "c1/t/0", 0.9),
            tuple("by both", "sketch", 0.6),
            tuple("by both", "c1/t/0", 0.9),
            tuple("by the sketch", "sketch", 0.6));
    assertThat(subtask.extractOutputValues())
        .filteredOn(match -> match.trackletId().equals("past"))
        .extracting(Match::embedding)
        .containsOnly(at(50));
  }

  @Test
  void shouldReportTheProgressOfTheSketchAlone() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.watch(entry("q", 1).with(PHOTO, 0.9));

    assertThat(subtask.progress()).hasSize(1);
  }

  @Test
  void shouldEndAllExemplarsWithTheQuery() throws Exception {
    subtask.watch(entry("q", 1));
    subtask.watch(entry("q", 1).with(PHOTO, 0.9));
    subtask.update(WatchlistUpdate.removal("q", 1));
    subtask.see(aSighting().looking(45).build());

    assertThat(subtask.extractOutputValues()).isEmpty();
  }

  @Test
  void shouldTellOfTheBackgroundBeforeTheWatermarkThatEndsAWindow() throws Exception {
    subtask.watch(budgeted());
    subtask.see(person(0, 80));
    subtask.see(aSighting().ofTracklet("c1/f0/0").shot(1).looking(85).build());
    subtask.see(person(1, 70));

    watermark(NOON.plusSeconds(300));

    WindowPart told = background().get(background().size() - 1).window();
    assertThat(told.number()).isEqualTo(WindowPart.numberOf(NOON));
    assertThat(told.moments().tracklets()).isEqualTo(2);
    assertThat(told.floor()).isEqualTo(-1);
  }

  @Test
  void shouldTellOfThoseWhoComeLateBeforeTheWindowCloses() throws Exception {
    subtask.watch(budgeted());
    watermark(NOON.plusSeconds(310));
    subtask.see(person(0, 80));
    assertThat(background()).filteredOn(part -> part.window() != null).isEmpty();

    watermark(Instant.ofEpochMilli(WindowPart.closesAt(WindowPart.numberOf(NOON))));

    assertThat(background())
        .filteredOn(part -> part.window() != null)
        .extracting(part -> part.window().number())
        .containsExactly(WindowPart.numberOf(NOON));
  }

  @Test
  void shouldTellOfTheBackgroundBeforeABarrier() throws Exception {
    subtask.watch(budgeted());
    subtask.see(person(0, 80));

    subtask.prepareSnapshotPreBarrier(1);
    subtask.prepareSnapshotPreBarrier(2);

    assertThat(background()).filteredOn(part -> part.window() != null).hasSize(1);
  }

  @Test
  void shouldLetThroughWhatIsAboveTheBestOfEarlierWindows() throws Exception {
    subtask.watch(budgeted());
    for (int person = 0; person < 40; person++) {
      subtask.see(person(person, 90 - person));
    }
    assertThat(subtask.extractOutputValues()).hasSize(40);
    watermark(NOON.plusSeconds(300));
    OperatorSubtaskState state = subtask.snapshot(1, 1);
    subtask.close();
    subtask = open(state);

    subtask.see(person(5000, 80));
    subtask.see(person(5001, 60));

    assertThat(subtask.extractOutputValues())
        .extracting(Match::trackletId)
        .containsExactly("c1/f5001/0");
  }

  @Test
  void shouldLetThroughTheBestOfTheFirstWindowSoFar() throws Exception {
    subtask.watch(budgeted());
    for (int person = 0; person < 40; person++) {
      subtask.see(person(person, 60 + person));
    }
    assertThat(subtask.extractOutputValues()).hasSize(16);

    subtask.see(person(40, 74));
    subtask.see(person(41, 76));

    assertThat(subtask.extractOutputValues())
        .hasSize(17)
        .extracting(Match::trackletId)
        .endsWith("c1/f40/0");
    watermark(NOON.plusSeconds(300));
    WindowPart told = background().get(background().size() - 1).window();
    assertThat(told.moments().tracklets()).isEqualTo(42);
    assertThat(told.floor()).isCloseTo(Math.cos(Math.toRadians(74)), within(1e-6));
  }

  @Test
  void shouldLetThroughAllThatReachTheFirstThresholdInTheFirstWindow() throws Exception {
    subtask.watch(budgeted());
    for (int person = 0; person < 40; person++) {
      subtask.see(person(person, 20 + person));
    }

    long reach = IntStream.range(20, 60).filter(it -> Math.cos(Math.toRadians(it)) > 0.6).count();
    assertThat(subtask.extractOutputValues()).hasSize((int) reach);
  }

  @Test
  void shouldNotGoByPeopleOfOtherCameras() throws Exception {
    QueryScope oneCamera = new QueryScope(List.of("c1"), null, null, null);
    subtask.watch(
        new WatchlistEntry("q", 1, "m1", at(0), oneCamera, 0.6, 0, false, Exemplar.SKETCH, 10.0));
    for (int person = 0; person < 40; person++) {
      subtask.see(aSighting().fromCamera("c2").ofTracklet("c2/f" + person + "/0").build());
    }

    subtask.see(person(0, 80));

    assertThat(subtask.extractOutputValues()).hasSize(1);
    subtask.prepareSnapshotPreBarrier(1);
    assertThat(background().get(background().size() - 1).window().floor()).isEqualTo(-1);
  }

  @Test
  void shouldTellOfThePastAndOfItsBest() throws Exception {
    subtask.see(person(0, 80));
    subtask.see(person(1, 30));

    subtask.watch(budgeted());

    assertThat(subtask.extractOutputValues()).hasSize(2);
    PastPart past = background().get(0).past();
    assertThat(past.isWhole()).isTrue();
    assertThat(past.found()).isEqualTo(2);
    assertThat(past.moments().tracklets()).isEqualTo(2);
    assertThat(past.earliest()).isEqualTo(NOON.toEpochMilli());
  }

  @Test
  void shouldTellThatAQueryWithABudgetHasEnded() throws Exception {
    subtask.watch(budgeted());
    subtask.update(WatchlistUpdate.removal("q", 1));

    BackgroundPart last = background().get(background().size() - 1);
    assertThat(last.window()).isNull();
    assertThat(last.past()).isNull();
  }

  private static Sighting person(int number, int degrees) {
    return aSighting().ofTracklet("c1/f" + number + "/0").looking(degrees).build();
  }

  private static WatchlistEntry budgeted() {
    return new WatchlistEntry(
        "q", 1, "m1", at(0), EVERYWHERE, 0.6, 0, false, Exemplar.SKETCH, 10.0);
  }

  private void watermark(Instant time) throws Exception {
    subtask.processBothWatermarks(new Watermark(time.toEpochMilli()));
  }

  private List<BackgroundPart> background() {
    return subtask.getSideOutput(MatchQueriesOperator.BACKGROUND).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  private static WatchlistEntry entry(String queryId, long version) {
    return new WatchlistEntry(queryId, version, "m1", at(0), EVERYWHERE, 0.6, 0, false);
  }

  private static MatchingSubtask open(OperatorSubtaskState state) throws Exception {
    MatchingSubtask subtask = new MatchingSubtask(1, 1, 0);
    if (state != null) {
      subtask.initializeState(state);
    }
    subtask.open();
    return subtask;
  }
}
