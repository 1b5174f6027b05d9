package io.sketchwatch.operators.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.match.History.Event;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private static final long ONE_KEY_GROUP = 1;

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldMatchEachSightingWithEachSearchOnce(
      @ForAll("histories") @Size(min = 1, max = 60) List<Event> events) throws Exception {
    try (MatchingSubtasks job = new MatchingSubtasks(2, ONE_KEY_GROUP)) {
      Map<String, WatchlistEntry> inForce = new TreeMap<>();
      Map<String, Sighting> held = new TreeMap<>();
      List<Event> history = History.run(distinctVersions(events), job);
      Set<String> possible = replay(history, held, inForce);
      for (int slice = 0; slice < MatchingSubtasks.KEY_GROUPS * (inForce.size() + 1); slice++) {
        job.slice();
      }

      List<String> matched = job.matches().stream().map(SlicedSearchPropertyTest::name).toList();
      assertThat(matched).doesNotHaveDuplicates();
      assertThat(possible).containsAll(matched);
      assertThat(matched).containsAll(expected(inForce, held));
      inForce.values().forEach(entry -> assertSearched(entry, job.progress()));
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

  /** The plain computation; returns every pair that was ever there together and is alike. */
  private static Set<String> replay(
      List<Event> history, Map<String, Sighting> held, Map<String, WatchlistEntry> inForce) {
    Set<String> possible = new HashSet<>();
    for (Event event : history) {
      if (event instanceof Event.Seen seen) {
        held.putIfAbsent(seen.record().sighting().key(), seen.record().sighting());
      } else if (event instanceof Event.Updated updated) {
        inForce.remove(updated.update().queryId());
        if (updated.update().entry() != null && !updated.update().entry().paused()) {
          inForce.put(updated.update().queryId(), updated.update().entry());
        }
      }
      possible.addAll(expected(inForce, held));
    }
    return possible;
  }

  private static Set<String> expected(
      Map<String, WatchlistEntry> inForce, Map<String, Sighting> held) {
    Set<String> expected = new TreeSet<>();
    for (WatchlistEntry entry : inForce.values()) {
      for (Sighting sighting : held.values()) {
        if (entry.embedding().score(sighting.embedding()) >= entry.threshold()) {
          expected.add(
              name(entry.queryId(), entry.version(), sighting.trackletId(), sighting.shot()));
        }
      }
    }
    return expected;
  }

  private static String name(Match match) {
    return name(match.queryId(), match.queryVersion(), match.trackletId(), match.shot());
  }

  private static String name(String queryId, long version, String trackletId, int shot) {
    return queryId + " " + version + " " + trackletId + " " + shot;
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
