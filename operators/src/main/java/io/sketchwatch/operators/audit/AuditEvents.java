package io.sketchwatch.operators.audit;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditEvent.Kind;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.operators.query.QueryDecision;
import io.sketchwatch.operators.query.SearchProgress;
import java.time.Duration;
import org.apache.flink.util.Collector;

/** What an audit keeps of what the stages tell: no picture, no embedding. */
public final class AuditEvents {

  private static final String VERSION = "version";
  private static final String MODELS = "models";

  private AuditEvents() {}

  /**
   * Who asked what.
   *
   * @param known whether an earlier version of the query was accepted and not withdrawn
   */
  static AuditEvent decided(QueryDecision decision, boolean known) {
    QueryStatus status = decision.status();
    AuditDetails details =
        new AuditDetails()
            .put(VERSION, status.version())
            .put("reason", status.reason())
            .put("decidedAt", status.at())
            .put("sketchSha256", decision.sketchSha256());
    if (decision.query() != null) {
      putQuery(details, decision.query());
    }
    return details.of(status.queryId(), kind(status, known));
  }

  private static void putQuery(AuditDetails details, Query query) {
    details
        .put("cameras", query.cameras())
        .put("from", query.from())
        .put("until", query.until())
        .put("lookback", duration(query.lookbackMillis()))
        .put("threshold", query.threshold())
        .put("falseAlertsPerDay", query.falseAlertsPerDay())
        .put("cooldown", duration(query.cooldownMillis()));
    if (query.authority() != null) {
      details
          .put("authority", query.authority().reference())
          .put("purpose", query.authority().purpose())
          .put("owner", query.authority().owner());
    }
  }

  private static Duration duration(Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }

  private static Kind kind(QueryStatus status, boolean known) {
    return switch (status.status()) {
      case REJECTED -> Kind.QUERY_REFUSED;
      case PAUSED -> Kind.QUERY_PAUSED;
      case EXPIRED -> Kind.QUERY_EXPIRED;
      case WITHDRAWN -> Kind.QUERY_WITHDRAWN;
      case ACCEPTED, SEARCHING, ACTIVE -> known ? Kind.QUERY_UPDATED : Kind.QUERY_ACCEPTED;
    };
  }

  /** What was searched: tells of each status that knows the whole past to be. */
  public static void searched(QueryStatus status, Collector<AuditEvent> out) {
    if (status.progress() >= 1) {
      out.collect(
          new AuditDetails()
              .put(VERSION, status.version())
              .put(MODELS, status.models())
              .put("sightings", status.sightingsSearched())
              .put("threshold", status.threshold())
              .of(status.queryId(), Kind.PAST_SEARCHED));
    }
  }

  /** Names the search that an event tells of. */
  static String search(AuditEvent searched) {
    return searched.details().get(VERSION) + " " + searched.details().get(MODELS);
  }

  /** What was not searched: tells of sketches that no model could embed. */
  public static void refused(SearchProgress progress, Collector<AuditEvent> out) {
    if (progress.refusal() != null) {
      out.collect(
          new AuditDetails()
              .put(VERSION, progress.version())
              .put("reason", progress.refusal())
              .of(progress.queryId(), Kind.QUERY_REFUSED));
    }
  }

  /** What came out. */
  public static AuditEvent alerted(Alert alert) {
    return new AuditDetails()
        .put("alertId", alert.alertId())
        .put("revision", alert.revision())
        .put(VERSION, alert.queryVersion())
        .put("cameraId", alert.cameraId())
        .put("trackletId", alert.trackletId())
        .put("firstSeen", alert.firstSeen())
        .put("lastSeen", alert.lastSeen())
        .put("frameSha256", alert.frame().sha256())
        .put("modelId", alert.modelId())
        .put("exemplar", alert.exemplar())
        .put("score", alert.score())
        .put("threshold", alert.threshold())
        .put("rank", alert.rank())
        .put("phase", alert.phase())
        .of(alert.queryId(), Kind.ALERTED);
  }

  /** What was said of it. */
  public static AuditEvent judged(Verdict verdict) {
    return new AuditDetails()
        .put("alertId", verdict.alertId())
        .put("trackletId", verdict.trackletId())
        .put("decision", verdict.decision())
        .put("by", verdict.by())
        .put("saidAt", verdict.at())
        .of(verdict.queryId(), Kind.JUDGED);
  }
}
