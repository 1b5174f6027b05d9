package io.sketchwatch.operators.match;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static io.sketchwatch.operators.gallery.SightingBuilder.at;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.query.QueryScope;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What happens to the match stage: sightings, searches, withdrawals, checkpoints, failures. */
public final class History {

  private static final QueryScope EVERYWHERE = new QueryScope(null, null, null, null);

  private History() {}

  /** One thing that happens. */
  public sealed interface Event {
    record Seen(GalleryRecord record) implements Event {}

    record Updated(WatchlistUpdate update) implements Event {}

    record Slice() implements Event {}

    record Checkpoint() implements Event {}

    record Failure(int parallelismAfter, long seed) implements Event {}
  }

  /** What it happens to. What was put out since the checkpoint is gone after a restore. */
  public interface Job {
    void see(GalleryRecord record) throws Exception;

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
      job.see(seen.record());
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
    List<Event> merged = new ArrayList<>();
    int s = 0;
    int u = 0;
    while (s < seen.size() || u < updated.size()) {
      boolean takeSeen = u == updated.size() || (s < seen.size() && random.nextBoolean());
      merged.add(takeSeen ? seen.get(s++) : updated.get(u++));
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
