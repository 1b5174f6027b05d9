package io.sketchwatch.operators.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.operators.match.History;
import io.sketchwatch.operators.match.History.Event;
import io.sketchwatch.operators.match.PlainMatching;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * Whatever the order of sightings, searches, withdrawals, checkpoints and failures, with another
 * parallelism after each: the tracklets alerted and their best scores are those of a plain
 * computation, without a gap or a double.
 */
class AlertedTrackletsPropertyTest {

  @Property(tries = 40)
  void shouldAlertEachTrackletOfEachQueryExactlyOnce(
      @ForAll("events") @Size(min = 1, max = 60) List<Event> events) throws Exception {
    try (MatchingHarness job = new MatchingHarness(2)) {
      List<Event> history = History.run(events, job);

      assertThat(bestScores(job.alerts())).isEqualTo(expected(history));
      assertRevisionsRise(job.alerts());
    }
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

  private static Map<String, Double> expected(List<Event> history) {
    Map<String, Double> best = new TreeMap<>();
    for (PlainMatching.Pair pair : PlainMatching.of(history).pairs()) {
      String tracklet = pair.entry().queryId() + " " + pair.sighting().trackletId();
      best.merge(tracklet, pair.score(), Math::max);
    }
    return best;
  }

  @Provide
  Arbitrary<List<Event>> events() {
    return History.histories();
  }
}
