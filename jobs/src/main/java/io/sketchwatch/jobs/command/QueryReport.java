package io.sketchwatch.jobs.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the command prints of a query: the wanted state without the sketch, and where it stands.
 * Parts that weren't given are left out.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueryReport(
    String queryId,
    long version,
    Query.State state,
    List<String> cameras,
    Instant from,
    Instant until,
    Duration lookback,
    Double threshold,
    Double falseAlertsPerDay,
    Duration cooldown,
    Authority authority,
    QueryStatus status) {

  /** A query with its last status, null if none is known. */
  static QueryReport of(Query query, QueryStatus status) {
    return new QueryReport(
        query.queryId(),
        query.version(),
        query.state(),
        query.cameras(),
        query.from(),
        query.until(),
        query.lookbackMillis() == null ? null : Duration.ofMillis(query.lookbackMillis()),
        query.threshold(),
        query.falseAlertsPerDay(),
        Duration.ofMillis(query.cooldownMillis()),
        query.authority(),
        status);
  }

  /** One line. */
  void print(boolean json, PrintWriter out) throws JsonProcessingException {
    if (json) {
      JsonLines.write(out, this);
      return;
    }
    String sensitivity =
        threshold != null
            ? "threshold %.3f".formatted(threshold)
            : "%s false alerts a day".formatted(falseAlertsPerDay);
    out.printf(
        "Query '%s' version %d is %s: cameras %s, %s%s%n",
        queryId,
        version,
        state,
        cameras == null ? "all" : String.join(", ", cameras),
        sensitivity,
        status == null ? "" : standing());
  }

  private String standing() {
    String reason = status.reason() == null ? "" : " (" + status.reason() + ")";
    String inForce =
        status.threshold() == null ? "" : ", threshold %.3f".formatted(status.threshold());
    return "; the job says %s%s for version %d, %d sightings searched%s"
        .formatted(status.status(), reason, status.version(), status.sightingsSearched(), inForce);
  }
}
