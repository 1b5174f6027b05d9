package io.sketchwatch.operators.verdict;

import static io.sketchwatch.operators.match.MatchBuilder.aMatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.operators.match.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/**
 * Verdicts hide, they never delete: whatever is matched, said and taken back, with failures in
 * between, nothing of a rejected tracklet passes, and all has passed once nothing is said any more.
 */
class AppliedVerdictsPropertyTest {

  @Property(tries = 100)
  void shouldHideWithoutEverLosingOrRepeatingAMatch(
      @ForAll("histories") @Size(max = 40) List<Object> history) throws Exception {
    Map<String, Match> matched = new LinkedHashMap<>();
    Map<String, Decision> inForce = new HashMap<>();
    List<String> passed = new ArrayList<>();
    try (VerdictHarness job = new VerdictHarness()) {
      for (Object event : history) {
        if (event instanceof Match match && matched.putIfAbsent(match.photo(), match) == null) {
          job.see(match);
        } else if (event instanceof Verdict verdict) {
          inForce.put(verdict.trackletId(), verdict.decision());
          job.say(verdict);
        } else if (event instanceof Failure) {
          job.restore();
        }
        List<Match> now = job.takePassed();
        assertThat(now).noneMatch(m -> inForce.get(m.trackletId()) == Decision.REJECT);
        now.forEach(match -> passed.add(match.photo()));
      }
      for (String tracklet : inForce.keySet()) {
        job.say(VerdictBuilder.revoke(tracklet));
      }
      job.takePassed().forEach(match -> passed.add(match.photo()));
    }

    assertThat(passed).containsExactlyInAnyOrderElementsOf(matched.keySet());
  }

  private record Failure() {}

  @Provide
  Arbitrary<List<Object>> histories() {
    return Arbitraries.<Object>frequencyOf(
            Tuple.of(5, matches()),
            Tuple.of(3, verdicts()),
            Tuple.of(1, Arbitraries.just(new Failure())))
        .list();
  }

  private static Arbitrary<Match> matches() {
    return Combinators.combine(numbers(5), numbers(2), numbers(4))
        .as((person, shot, angle) -> aMatch("t" + person).shot(shot).looking(12 * angle).build());
  }

  private static Arbitrary<Verdict> verdicts() {
    return Combinators.combine(numbers(5), numbers(2))
        .as(
            (person, decision) ->
                switch (decision) {
                  case 0 -> VerdictBuilder.confirm("t" + person);
                  case 1 -> VerdictBuilder.reject("t" + person);
                  default -> VerdictBuilder.revoke("t" + person);
                });
  }

  private static Arbitrary<Integer> numbers(int max) {
    return Arbitraries.integers().between(0, max);
  }
}
