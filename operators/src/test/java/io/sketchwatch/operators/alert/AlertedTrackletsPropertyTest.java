package io.sketchwatch.operators.alert;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/**
 * Whatever the order of sightings, searches, withdrawals, checkpoints and failures, with another
 * parallelism after each: the tracklets alerted and their best scores are those of a plain
 * computation, without a gap or a double.
 */
class AlertedTrackletsPropertyTest {

  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);

  /** One thing that happens to the job. */
  sealed interface Event {
    record Seen(GalleryRecord record) implements Event {}

    record Updated(WatchlistUpdate update) implements Event {}

    record Checkpoint() implements Event {}

    record Failure(int parallelismAfter, long seed) implements Event {}
  }

  @Property(tries = 40)
  void shouldAlertEachTrackletOfEachQueryExactlyOnce(
      @ForAll("events") @Size(min = 1, max = 60) List<Event> events) throws Exception {
    List<Event> history = new ArrayList<>();
    List<Alert> alerts = new ArrayList<>();
    try (MatchingHarness job = new MatchingHarness(2)) {
      int checkpoint = 0;
      int sent = 0;
      for (Event event : events) {
        if (event instanceof Event.Checkpoint) {
          job.checkpoint();
          checkpoint = history.size();
          sent = alerts.size();
        } else if (event instanceof Event.Failure failure) {
          job.restore(failure.parallelismAfter());
          alerts.subList(sent, alerts.size()).clear();
          List<Event> after = history.subList(checkpoint, history.size());
          List<Event> replay = interleave(after, new Random(failure.seed()));
          after.clear();
          for (Event again : replay) {
            history.add(again);
            alerts.addAll(apply(job, again));
          }
        } else {
          history.add(event);
          alerts.addAll(apply(job, event));
        }
      }
    }

    assertThat(bestScores(alerts)).isEqualTo(expected(history));
    assertRevisionsRise(alerts);
  }

  private static List<Alert> apply(MatchingHarness job, Event event) throws Exception {
    return event instanceof Event.Seen seen
        ? job.see(seen.record())
        : job.update(((Event.Updated) event).update());
  }

  /** Each stream keeps its own order, but not that between them. */
  private static List<Event> interleave(List<Event> events, Random random) {
    List<Event> seen = events.stream().filter(Event.Seen.class::isInstance).toList();
    List<Event> updated = events.stream().filter(Event.Updated.class::isInstance).toList();
    List<Event> merged = new ArrayList<>();
    int s = 0;
    int u = 0;
    while (s < seen.size() || u < updated.size()) {
      boolean takeSeen = u == updated.size() || (s < seen.size() && random.nextBoolean());
      merged.add(takeSeen ? seen.get(s++) : updated.get(u++));
    }
    return merged;
  }

  private static Map<String, Double> bestScores(List<Alert> alerts) {
    Map<String, Double> best = new TreeMap<>();
    alerts.forEach(alert -> best.put(alert.queryId() + " " + alert.trackletId(), alert.score()));
    return best;
  }

  private static void assertRevisionsRise(List<Alert> alerts) {
    Map<String, Alert> last = new HashMap<>();
    for (Alert alert : alerts) {
      Alert before = last.put(alert.alertId(), alert);
      assertThat(alert.revision()).isEqualTo(before == null ? 0 : before.revision() + 1);
      assertThat(alert.score()).isGreaterThan(before == null ? -2 : before.score());
    }
  }

  /** The plain computation: what is held and what is watched for, compared whenever one grows. */
  private static Map<String, Double> expected(List<Event> history) {
    Map<String, Sighting> held = new TreeMap<>();
    Map<String, WatchlistEntry> watched = new TreeMap<>();
    Map<String, Double> best = new TreeMap<>();
    for (Event event : history) {
      if (event instanceof Event.Seen seen) {
        held.putIfAbsent(seen.record().sighting().key(), seen.record().sighting());
      } else if (event instanceof Event.Updated updated) {
        WatchlistUpdate update = updated.update();
        if (update.entry() == null) {
          watched.remove(update.queryId());
        } else {
          watched.merge(
              update.queryId(),
              update.entry(),
              (old, fresh) -> fresh.version() > old.version() ? fresh : old);
        }
      }
      watched.values().forEach(entry -> held.values().forEach(s -> compare(entry, s, best)));
    }
    return best;
  }

  private static void compare(WatchlistEntry entry, Sighting sighting, Map<String, Double> best) {
    double score = entry.embedding().score(sighting.embedding());
    if (!entry.paused() && score >= entry.threshold()) {
      best.merge(entry.queryId() + " " + sighting.trackletId(), score, Math::max);
    }
  }

  @Provide
  Arbitrary<List<Event>> events() {
    return Arbitraries.frequencyOf(
            Tuple.of(8, sightings()),
            Tuple.of(4, entries()),
            Tuple.of(1, removals()),
            Tuple.of(1, Arbitraries.just(new Event.Checkpoint())),
            Tuple.of(1, failures()))
        .list();
  }

  private static Arbitrary<Event> sightings() {
    return Combinators.combine(numbers(3), numbers(4), numbers(2), numbers(3))
        .as(
            (camera, person, shot, angle) -> {
              Sighting sighting =
                  aSighting()
                      .fromCamera("c" + camera)
                      .ofTracklet("c" + camera + "/f" + person + "/0")
                      .firstSeen(NOON.plusSeconds(600L * person))
                      .shot(shot)
                      .looking(30 * angle)
                      .build();
              return new Event.Seen(
                  new GalleryRecord(sighting.cameraId(), sighting.firstSeen(), sighting));
            });
  }

  private static Arbitrary<Event> entries() {
    return Combinators.combine(numbers(2), numbers(5), numbers(3), numbers(1), numbers(5))
        .as(
            (query, version, angle, strict, pause) ->
                new Event.Updated(
                    WatchlistUpdate.upsert(
                        new WatchlistEntry(
                            "q" + query,
                            version,
                            "m1",
                            at(30 * angle),
                            EVERYWHERE,
                            strict == 1 ? 0.9 : 0.6,
                            0,
                            pause == 0))));
  }

  private static Arbitrary<Event> removals() {
    return numbers(2).map(query -> new Event.Updated(WatchlistUpdate.removal("q" + query, 0)));
  }

  private static Arbitrary<Event> failures() {
    return Combinators.combine(numbers(2), Arbitraries.longs())
        .as((more, seed) -> new Event.Failure(1 + more, seed));
  }

  private static Arbitrary<Integer> numbers(int max) {
    return Arbitraries.integers().between(0, max);
  }
}
