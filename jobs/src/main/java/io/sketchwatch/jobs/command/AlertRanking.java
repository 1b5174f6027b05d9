package io.sketchwatch.jobs.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict.Decision;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom each query has found so far and nobody has rejected, for those who prefer a list to a
 * stream.
 */
final class AlertRanking {

  private static final Comparator<Alert> BEST_FIRST =
      Comparator.comparingDouble(Alert::strength)
          .reversed()
          .thenComparing(Alert::firstSeen)
          .thenComparing(Alert::trackletId);

  private final Map<String, Decision> verdicts;
  private final Map<String, Map<String, Alert>> queries = new TreeMap<>();

  /**
   * @param verdicts in force, by alert id
   */
  AlertRanking(Map<String, Decision> verdicts) {
    this.verdicts = verdicts;
  }

  /** Counts the last revision of each alert. */
  void add(Alert alert) {
    if (verdicts.get(alert.alertId()) == Decision.REJECT) {
      return;
    }
    queries
        .computeIfAbsent(alert.queryId(), query -> new HashMap<>())
        .merge(alert.alertId(), alert, (old, now) -> now.revision() >= old.revision() ? now : old);
  }

  /** The last revisions of a query's alerts, the strongest first. */
  List<Alert> of(String queryId, int length) {
    return queries.getOrDefault(queryId, Map.of()).values().stream()
        .sorted(BEST_FIRST)
        .limit(length)
        .toList();
  }

  /**
   * Prints the list of every query.
   *
   * @param length of each, at most
   */
  void print(int length, boolean json, PrintWriter out) throws IOException {
    for (Map.Entry<String, Map<String, Alert>> query : queries.entrySet()) {
      List<Alert> best = of(query.getKey(), length);
      if (json) {
        JsonLines.write(
            out, new Line(true, query.getKey(), best.stream().map(this::place).toList()));
      } else {
        out.printf("Best of %d people for '%s':%n", query.getValue().size(), query.getKey());
        for (int place = 0; place < best.size(); place++) {
          print(place + 1, best.get(place), out);
        }
      }
    }
  }

  private void print(int place, Alert alert, PrintWriter out) {
    out.printf(
        "%3d.  score %.3f (threshold %.3f, %s)  camera %s  seen %s to %s  alert %s%s%n",
        place,
        alert.score(),
        alert.threshold(),
        alert.exemplar(),
        alert.cameraId(),
        alert.firstSeen(),
        alert.lastSeen(),
        alert.alertId(),
        verdicts.containsKey(alert.alertId()) ? "  confirmed" : "");
  }

  private Place place(Alert alert) {
    return new Place(
        alert.alertId(),
        alert.trackletId(),
        alert.cameraId(),
        alert.firstSeen(),
        alert.lastSeen(),
        alert.exemplar(),
        alert.score(),
        alert.threshold(),
        verdicts.get(alert.alertId()));
  }

  /** One query's list for machines, as the demonstration prints it too. */
  private record Line(boolean summary, String queryId, List<Place> ranking) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Place(
      String alertId,
      String trackletId,
      String cameraId,
      Instant firstSeen,
      Instant lastSeen,
      String exemplar,
      double score,
      double threshold,
      Decision verdict) {}
}
