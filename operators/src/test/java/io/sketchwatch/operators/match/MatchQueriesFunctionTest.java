package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatchQueriesFunctionTest {

  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);

  private KeyedBroadcastOperatorTestHarness<GalleryKey, GalleryRecord, WatchlistUpdate, Match>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = newHarness();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldMatchASightingThatComesAfterTheQuery() throws Exception {
    watch(entry("q", 1));
    see(aSighting().looking(30).build());

    Match match = harness.extractOutputValues().get(0);

    assertThat(match.phase()).isEqualTo(Phase.LIVE);
    assertThat(match.queryVersion()).isEqualTo(1);
    assertThat(match.score()).isCloseTo(Math.cos(Math.toRadians(30)), within(1e-6));
    assertThat(match.threshold()).isEqualTo(0.6);
    assertThat(match.frame().offset()).isEqualTo(7);
    assertThat(match.crop().offset()).isEqualTo(3);
  }

  @Test
  void shouldMatchAQueryRegisteredAfterTheSighting() throws Exception {
    see(aSighting().fromCamera("c1").build());
    see(aSighting().fromCamera("c2").build());
    see(aSighting().fromCamera("c3").looking(90).build());
    watch(entry("q", 1));

    assertThat(harness.extractOutputValues())
        .extracting(Match::cameraId, Match::phase)
        .containsExactlyInAnyOrder(tuple("c1", Phase.PAST), tuple("c2", Phase.PAST));
    assertThat(progress()).containsExactly(new SearchProgress("q", 1, "m1", 0, 1, 3, 0.6, null));
  }

  @Test
  void shouldIgnoreASightingThatIsHeldAlready() throws Exception {
    watch(entry("q", 1));
    see(aSighting().build());
    see(aSighting().build());

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void shouldKeepShotsAndModelsOfATrackletApart() throws Exception {
    see(aSighting().build());
    see(aSighting().shot(1).build());
    see(aSighting().embeddedBy("m2").build());
    watch(entry("q", 1));

    assertThat(harness.extractOutputValues())
        .extracting(Match::shot)
        .containsExactlyInAnyOrder(0, 1);
    assertThat(progress()).extracting(SearchProgress::sightingsSearched).containsExactly(2L);
  }

  @Test
  void shouldNeverCompareAcrossModels() throws Exception {
    watch(entry("q", 1));
    see(aSighting().embeddedBy("m2").build());

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void shouldLetTheHighestVersionWin() throws Exception {
    watch(entry("q", 2));
    watch(entry("q", 2));
    watch(entry("q", 1));
    see(aSighting().build());

    assertThat(harness.extractOutputValues()).extracting(Match::queryVersion).containsExactly(2L);
    assertThat(progress()).hasSize(1);
  }

  @Test
  void shouldForgetARemovedQueryUnderEveryModel() throws Exception {
    watch(entry("q", 5));
    watch(entry("other", 5));
    update(WatchlistUpdate.removal("q", 5));
    see(aSighting().build());

    assertThat(harness.extractOutputValues()).extracting(Match::queryId).containsExactly("other");
  }

  @Test
  void shouldCountVersionsFromTheStartAfterARemoval() throws Exception {
    watch(entry("q", 5));
    update(WatchlistUpdate.removal("q", 5));
    watch(entry("q", 0));
    see(aSighting().build());

    assertThat(harness.extractOutputValues()).extracting(Match::queryVersion).containsExactly(0L);
  }

  @Test
  void shouldNotMatchAPausedQueryAndFindWhatItMissedWhenItResumes() throws Exception {
    WatchlistEntry active = entry("q", 3);
    watch(new WatchlistEntry("q", 2, "m1", at(0), EVERYWHERE, 0.6, 0, true));
    see(aSighting().build());
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.getSideOutput(MatchQueriesFunction.SEARCH_PROGRESS)).isNull();

    watch(active);

    assertThat(harness.extractOutputValues()).extracting(Match::phase).containsExactly(Phase.PAST);
  }

  @Test
  void shouldLookOnlyInsideItsScope() throws Exception {
    see(aSighting().fromCamera("c1").firstSeen(NOON.minusMillis(1)).build());
    see(aSighting().fromCamera("c2").firstSeen(NOON).build());
    see(aSighting().fromCamera("c3").firstSeen(NOON.plusSeconds(9)).build());
    see(aSighting().fromCamera("c4").firstSeen(NOON.plusSeconds(10)).build());
    see(aSighting().fromCamera("c5").firstSeen(NOON).build());
    QueryScope scope =
        new QueryScope(
            List.of("c1", "c2", "c3", "c4"), NOON.minusSeconds(1), NOON.plusSeconds(10), NOON);
    watch(new WatchlistEntry("q", 1, "m1", at(0), scope, 0.6, 0, false));

    assertThat(harness.extractOutputValues())
        .extracting(Match::cameraId)
        .containsExactlyInAnyOrder("c2", "c3");
  }

  @Test
  void shouldForgetAnExpiredBucketAndNoOther() throws Exception {
    Sighting kept = aSighting().firstSeen(NOON.plusSeconds(1)).ofTracklet("kept").build();
    see(aSighting().build());
    harness.processElement(new GalleryRecord("c1", NOON.plusSeconds(600), kept), 0);
    harness.processElement(new GalleryRecord("c1", NOON, null), 0);
    watch(entry("q", 1));

    assertThat(harness.extractOutputValues()).extracting(Match::trackletId).containsExactly("kept");
  }

  @Test
  void shouldPassOnARefusalAndKeepTheVersionBefore() throws Exception {
    watch(entry("q", 1));
    update(WatchlistUpdate.refused("q", 2, "no"));
    see(aSighting().build());

    assertThat(harness.extractOutputValues()).extracting(Match::queryVersion).containsExactly(1L);
    assertThat(progress()).contains(new SearchProgress("q", 2, null, 0, 1, 0, null, "no"));
  }

  @Test
  void shouldKeepGalleryAndWatchlistAcrossAFailure() throws Exception {
    watch(entry("before", 1));
    see(aSighting().build());
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness(snapshot);

    see(aSighting().build());
    see(aSighting().shot(1).build());
    watch(entry("before", 1));
    watch(entry("after", 1));

    assertThat(harness.extractOutputValues())
        .extracting(Match::queryId, Match::shot)
        .containsExactlyInAnyOrder(tuple("before", 1), tuple("after", 0), tuple("after", 1));
  }

  private static WatchlistEntry entry(String queryId, long version) {
    return new WatchlistEntry(queryId, version, "m1", at(0), EVERYWHERE, 0.6, 0, false);
  }

  private void watch(WatchlistEntry entry) throws Exception {
    update(WatchlistUpdate.upsert(entry));
  }

  private void update(WatchlistUpdate update) throws Exception {
    harness.processBroadcastElement(update, 0);
  }

  private void see(Sighting sighting) throws Exception {
    harness.processElement(new GalleryRecord(sighting.cameraId(), NOON, sighting), 0);
  }

  private List<SearchProgress> progress() {
    return harness.getSideOutput(MatchQueriesFunction.SEARCH_PROGRESS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  private static KeyedBroadcastOperatorTestHarness<
          GalleryKey, GalleryRecord, WatchlistUpdate, Match>
      newHarness() throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
        new MatchQueriesFunction(),
        GalleryRecord::key,
        TypeInformation.of(GalleryKey.class),
        MatchQueriesFunction.WATCHLIST);
  }

  private static KeyedBroadcastOperatorTestHarness<
          GalleryKey, GalleryRecord, WatchlistUpdate, Match>
      newHarness(OperatorSubtaskState state) throws Exception {
    var restored =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new MatchQueriesFunction(), List.of(MatchQueriesFunction.WATCHLIST)),
            GalleryRecord::key,
            TypeInformation.of(GalleryKey.class),
            1,
            1,
            0);
    restored.initializeState(state);
    restored.open();
    return restored;
  }
}
