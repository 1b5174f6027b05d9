package io.sketchwatch.operators.alert;

import static io.sketchwatch.operators.gallery.SightingBuilder.NOON;
import static io.sketchwatch.operators.match.MatchBuilder.aMatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.operators.match.History;
import io.sketchwatch.operators.match.Match;
import java.time.Duration;
import java.time.Instant;
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
import net.jqwik.api.constraints.Size;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Whatever the order between cameras, the watermarks, checkpoints and failures: the alerts are
 * those of a plain computation on each camera's matches in their order.
 */
class SuppressedAlertsPropertyTest {

  @Property(tries = 100)
  void shouldAlertAsAPlainComputationInAnyOrderBetweenCameras(
      @ForAll("matches") @Size(max = 30) List<Match> matches, @ForAll Random random)
      throws Exception {
    assertThat(run(History.merge(byCamera(matches).values(), random), random))
        .isEqualTo(expected(matches));
  }

  private static Map<String, List<Match>> byCamera(List<Match> matches) {
    Map<String, List<Match>> cameras = new TreeMap<>();
    matches.stream()
        .sorted(Match.BY_TIME)
        .forEach(
            match -> cameras.computeIfAbsent(match.cameraId(), c -> new ArrayList<>()).add(match));
    return cameras;
  }

  /** With watermarks that no match is late for, and a failure before some matches. */
  private static List<String> run(List<Match> matches, Random random) throws Exception {
    var job = SuppressRepeatAlertsFunctionTest.newHarness(null);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < matches.size(); i++) {
      job.processElement(matches.get(i), 0);
      if (random.nextBoolean()) {
        job.processWatermark(before(matches.subList(i + 1, matches.size())));
      }
      sent.addAll(taken(job));
      if (random.nextInt(4) == 0) {
        OperatorSubtaskState state = job.snapshot(i, i);
        job.close();
        job = SuppressRepeatAlertsFunctionTest.newHarness(state);
      }
    }
    job.processWatermark(Long.MAX_VALUE);
    sent.addAll(taken(job));
    job.close();
    return sent.stream().sorted().toList();
  }

  private static long before(List<Match> toCome) {
    return toCome.stream().mapToLong(m -> m.capturedAt().toEpochMilli() - 1).min().orElse(0);
  }

  private static List<String> taken(
      KeyedOneInputStreamOperatorTestHarness<String, Match, Alert> job) {
    List<String> alerts =
        job.extractOutputValues().stream()
            .map(
                alert ->
                    name(alert.trackletId(), alert.revision(), alert.exemplar(), alert.score()))
            .toList();
    job.getOutput().clear();
    return alerts;
  }

  /** The plain computation. */
  private static List<String> expected(List<Match> matches) {
    List<String> sent = new ArrayList<>();
    for (List<Match> camera : byCamera(matches).values()) {
      List<Instant> firsts = new ArrayList<>();
      Map<String, Match> last = new HashMap<>();
      Map<String, Double> best = new HashMap<>();
      Map<String, Integer> revisions = new HashMap<>();
      for (Match match : camera) {
        Match before = last.get(match.trackletId());
        double held = best.getOrDefault(match.trackletId() + match.exemplar(), -1.0);
        if (before == null ? mayAlert(match, firsts) : isBetter(match, before, held)) {
          last.put(match.trackletId(), match);
          int revision = revisions.merge(match.trackletId(), 0, (old, zero) -> old + 1);
          sent.add(name(match.trackletId(), revision, match.exemplar(), match.score()));
        }
        if (before == null && last.containsKey(match.trackletId())) {
          firsts.add(match.capturedAt());
        }
        if (last.containsKey(match.trackletId())) {
          best.merge(match.trackletId() + match.exemplar(), match.score(), Math::max);
        }
      }
    }
    return sent.stream().sorted().toList();
  }

  private static boolean isBetter(Match match, Match last, double bestOfExemplar) {
    boolean same = match.exemplar().equals(last.exemplar());
    return match.score() > bestOfExemplar && (same || match.strength() > last.strength());
  }

  private static boolean mayAlert(Match match, List<Instant> firsts) {
    return firsts.stream()
        .noneMatch(
            time -> Duration.between(time, match.capturedAt()).toMillis() < match.cooldownMillis());
  }

  private static String name(String tracklet, int revision, String exemplar, double score) {
    return tracklet + " " + revision + " " + exemplar + " " + score;
  }

  /** Of three cameras with three people each; all under one cooldown, or under none. */
  @Provide
  Arbitrary<List<Match>> matches() {
    return Arbitraries.of(Duration.ZERO, Duration.ofSeconds(10))
        .flatMap(cooldown -> match(cooldown).list());
  }

  private static Arbitrary<Match> match(Duration cooldown) {
    return Combinators.combine(numbers(2), numbers(2), numbers(30), numbers(4), numbers(1))
        .as(
            (camera, person, second, score, photo) ->
                aMatch("c" + camera + "/" + person)
                    .fromCamera("c" + camera)
                    .at(NOON.plusSeconds(second))
                    .scoring(0.5 + score / 10.0)
                    .by(photo == 1 ? "photo" : "sketch", photo == 1 ? 0.45 : 0.3)
                    .coolingDown(cooldown)
                    .build());
  }

  private static Arbitrary<Integer> numbers(int max) {
    return Arbitraries.integers().between(0, max);
  }
}
