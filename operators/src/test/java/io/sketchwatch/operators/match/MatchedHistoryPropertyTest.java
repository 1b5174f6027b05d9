package io.sketchwatch.operators.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.operators.match.History.Event;
import io.sketchwatch.operators.match.PlainMatching.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** From sightings and queries to matches, whatever happens and in whichever order. */
class MatchedHistoryPropertyTest {

  private static final Duration ONE_KEY_GROUP = Duration.ZERO;

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void shouldMatchAsAPlainComputation(
      @ForAll("histories") @Size(min = 1, max = 60) List<Event> events) throws Exception {
    try (MatchingSubtasks job = new MatchingSubtasks(2)) {
      PlainMatching plain = PlainMatching.of(History.run(events, job));

      assertThat(names(job))
          .containsExactlyInAnyOrderElementsOf(plain.pairs().stream().map(Pair::name).toList());
    }
  }

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void shouldMatchTheSameInEveryOrderThatKeepsEachCameras(
      @ForAll("additions") @Size(min = 1, max = 40) List<Event> events, @ForAll Random random)
      throws Exception {
    List<String> matches = matches(events);

    assertThat(matches(disturbed(History.merge(streams(events), random), random)))
        .isEqualTo(matches);
  }

  /** In order of their names, once all is searched. */
  private static List<String> matches(List<Event> events) throws Exception {
    try (MatchingSubtasks job = new MatchingSubtasks(2, ONE_KEY_GROUP)) {
      int searches = PlainMatching.of(History.run(events, job)).watched().size();
      for (int slice = 0; slice < MatchingSubtasks.KEY_GROUPS * searches; slice++) {
        job.slice();
      }
      return names(job).stream().sorted().toList();
    }
  }

  private static List<String> names(MatchingSubtasks job) {
    return job.matches().stream().map(Pair::name).toList();
  }

  /** Each camera's sightings, and each query's versions. */
  private static Collection<List<Event>> streams(List<Event> events) {
    Map<String, List<Event>> streams = new TreeMap<>();
    for (Event event : events) {
      String stream =
          event instanceof Event.Seen seen
              ? seen.sighting().cameraId()
              : ((Event.Updated) event).update().queryId();
      streams.computeIfAbsent(stream, name -> new ArrayList<>()).add(event);
    }
    return streams.values();
  }

  /** With slices, checkpoints, and failures after which another number of subtasks goes on. */
  private static List<Event> disturbed(List<Event> events, Random random) {
    List<Event> disturbed = new ArrayList<>();
    for (Event event : events) {
      switch (random.nextInt(8)) {
        case 0 -> disturbed.add(new Event.Checkpoint());
        case 1 -> disturbed.add(new Event.Failure(1 << random.nextInt(3), random.nextLong()));
        case 2 -> disturbed.add(new Event.Slice());
        default -> {}
      }
      disturbed.add(event);
    }
    return disturbed;
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return History.histories();
  }

  @Provide
  Arbitrary<List<Event>> additions() {
    return History.additions();
  }
}
