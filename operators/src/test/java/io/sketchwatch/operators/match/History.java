package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What happens to the match stage: sightings, searches, withdrawals, checkpoints, failures. */
public final class History {

  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);
  private static final QueryScope TWO_CAMERAS =
      new QueryScope(List.of("c0", "c2"), null, null, null);
  private static final QueryScope LATER = new QueryScope(null, NOON.plusSeconds(1300), null, null);

  private History() {}

  /** One thing that happens. */
  public sealed interface Event {
    record Seen(Sighting sighting) implements Event {}

    record Updated(WatchlistUpdate update) implements Event {}

    record Slice() implements Event {}

    record Checkpoint() implements Event {}

    record Failure(int parallelismAfter, long seed) implements Event {}
  }

  /** What it happens to. What was put out since the checkpoint is gone after a restore. */
  public interface Job {
    void see(Sighting sighting) throws Exception;

    void update(WatchlistUpdate update) throws Exception;

    void slice() throws Exception;

    void checkpoint() throws Exception;

    void restore(int parallelism) throws Exception;
  }

  /**
   * Lets it happen; after a failure the records since the checkpoint come again, each stream in its
   * own order, but not in that between them.
   *
   * @return the records in the order in which they came in the end
   */
  public static List<Event> run(List<Event> events, Job job) throws Exception {
    List<Event> history = new ArrayList<>();
    int checkpoint = 0;
    for (Event event : events) {
      if (event instanceof Event.Checkpoint) {
        job.checkpoint();
        checkpoint = history.size();
      } else if (event instanceof Event.Failure failure) {
        job.restore(failure.parallelismAfter());
        List<Event> after = history.subList(checkpoint, history.size());
        List<Event> replay = interleave(after, new Random(failure.seed()));
        after.clear();
        for (Event again : replay) {
          apply(again, history, job);
        }
      } else {
        apply(event, history, job);
      }
    }
    return history;
  }

  private static void apply(Event event, List<Event> history, Job job) throws Exception {
    if (event instanceof Event.Seen seen) {
      history.add(event);
      job.see(seen.sighting());
    } else if (event instanceof Event.Updated updated) {
      history.add(event);
      job.update(updated.update());
    } else {
      job.slice();
    }
  }

  private static List<Event> interleave(List<Event> events, Random random) {
    List<Event> seen = events.stream().filter(Event.Seen.class::isInstance).toList();
    List<Event> updated = events.stream().filter(Event.Updated.class::isInstance).toList();
    return merge(List.of(seen, updated), random);
  }

  /** Streams as one, each in its own order. */
  public static <T> List<T> merge(Collection<List<T>> streams, Random random) {
    List<Deque<T>> left = new ArrayList<>();
    streams.forEach(stream -> left.add(new ArrayDeque<>(stream)));
    left.removeIf(Deque::isEmpty);
    List<T> merged = new ArrayList<>();
    while (!left.isEmpty()) {
      merged.add(left.get(random.nextInt(left.size())).remove());
      left.removeIf(Deque::isEmpty);
    }
    return merged;
  }

  public static Arbitrary<List<Event>> histories() {
    return Arbitraries.frequencyOf(
            Tuple.of(8, sightings()),
            Tuple.of(4, entries()),
            Tuple.of(3, Arbitraries.just(new Event.Slice())),
            Tuple.of(1, removals()),
            Tuple.of(1, Arbitraries.just(new Event.Checkpoint())),
            Tuple.of(1, failures()))
        .list();
  }

  /** Sightings, and queries of which each has one version and is not paused. */
  static Arbitrary<List<Event>> additions() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, sightings()), Tuple.of(1, entries().map(History::onlyVersion)))
        .list()
        .uniqueElements(History::subject);
  }

  private static Event onlyVersion(Event event) {
    WatchlistEntry entry = ((Event.Updated) event).update().entry();
    return upsert(entry.queryId(), 1, entry.embedding(), entry.scope(), entry.threshold(), false);
  }

  /** A shot or a query. */
  private static String subject(Event event) {
    return event instanceof Event.Seen seen
        ? seen.sighting().key()
        : ((Event.Updated) event).update().queryId();
  }

  /** Later shots come in the bucket after that of their tracklet. */
  private static Arbitrary<Event> sightings() {
    return Combinators.combine(numbers(3), numbers(4), numbers(2), numbers(3))
        .as(
            (camera, person, shot, angle) ->
                new Event.Seen(
                    aSighting()
                        .fromCamera("c" + camera)
                        .ofTracklet("c" + camera + "/f" + person + "/0")
                        .firstSeen(NOON.plusSeconds(600L * person + 550))
                        .lastSeen(NOON.plusSeconds(600L * person + 550 + 60L * shot))
                        .shot(shot)
                        .looking(30 * angle)
                        .build()));
  }

  private static Arbitrary<Event> entries() {
    return Combinators.combine(
            numbers(2),
            numbers(5),
            numbers(3),
            Arbitraries.of(0.6, 0.9),
            numbers(5),
            Arbitraries.of(EVERYWHERE, EVERYWHERE, TWO_CAMERAS, LATER))
        .as(
            (query, version, angle, threshold, pause, scope) ->
                upsert("q" + query, version, at(30 * angle), scope, threshold, pause == 0));
  }

  private static Event upsert(
      String queryId,
      long version,
      Embedding embedding,
      QueryScope scope,
      double threshold,
      boolean paused) {
    return new Event.Updated(
        WatchlistUpdate.upsert(
            new WatchlistEntry(queryId, version, "m1", embedding, scope, threshold, 0, paused)));
  }

  private static Arbitrary<Event> removals() {
    return numbers(2).map(query -> new Event.Updated(WatchlistUpdate.removal("q" + query, 0)));
  }

  private static Arbitrary<Event> failures() {
    return Combinators.combine(numbers(3), Arbitraries.longs())
        .as((more, seed) -> new Event.Failure(1 + more, seed));
  }

  private static Arbitrary<Integer> numbers(int max) {
    return Arbitraries.integers().between(0, max);
  }
}
