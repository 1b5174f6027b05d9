package io.sketchwatch.operators.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.operators.match.History.Event;
import io.sketchwatch.operators.match.PlainMatching.Pair;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * Searches that come one key group at a time, among everything else that happens: each pair of a
 * sighting and a version in force matches once, and no version twice.
 */
class SlicedSearchPropertyTest {

  private static final Duration ONE_KEY_GROUP = Duration.ZERO;

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
  void shouldMatchEachSightingWithEachSearchOnce(
      @ForAll("histories") @Size(min = 1, max = 60) List<Event> events) throws Exception {
    try (MatchingSubtasks job = new MatchingSubtasks(2, ONE_KEY_GROUP)) {
      PlainMatching plain = PlainMatching.of(History.run(distinctVersions(events), job));
      int searches = plain.watched().size() + 1;
      for (int slice = 0; slice < MatchingSubtasks.KEY_GROUPS * searches; slice++) {
        job.slice();
      }

      List<String> matched = job.matches().stream().map(Pair::name).toList();
      assertThat(matched).doesNotHaveDuplicates();
      assertThat(plain.pairs()).extracting(Pair::name).containsAll(matched);
      assertThat(matched).containsAll(plain.pairsInForce().stream().map(Pair::name).toList());
      plain.watched().forEach(entry -> assertSearched(entry, job.progress()));
    }
  }

  /** Versions rise with the history, so that a match says which search found it. */
  private static List<Event> distinctVersions(List<Event> events) {
    List<Event> distinct = new ArrayList<>();
    for (Event event : events) {
      boolean entry = event instanceof Event.Updated updated && updated.update().entry() != null;
      distinct.add(entry ? withVersion((Event.Updated) event, distinct.size()) : event);
    }
    return distinct;
  }

  private static Event withVersion(Event.Updated updated, long version) {
    WatchlistEntry entry = updated.update().entry();
    return new Event.Updated(
        WatchlistUpdate.upsert(
            new WatchlistEntry(
                entry.queryId(),
                version,
                entry.modelId(),
                entry.embedding(),
                entry.scope(),
                entry.threshold(),
                entry.cooldownMillis(),
                entry.paused())));
  }

  private static void assertSearched(WatchlistEntry entry, List<SearchProgress> progress) {
    assertThat(progress)
        .filteredOn(step -> step.queryId().equals(entry.queryId()))
        .filteredOn(step -> step.version() == entry.version())
        .extracting(SearchProgress::searched)
        .satisfies(
            steps ->
                assertThat(steps.stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(MatchingSubtasks.KEY_GROUPS));
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return History.histories();
  }
}
