package io.sketchwatch.core.audit;

import java.util.Map;

/**
 * Something that was asked, searched, found or judged.
 *
 * @param queryId the query
 * @param kind what happened
 * @param details what else is known of it, by name, as text
 */
public record AuditEvent(String queryId, Kind kind, Map<String, String> details) {

  /** What can happen. */
  public enum Kind {
    /** A query is searched for from now on. */
    QUERY_ACCEPTED,
    /** Another version of it is. */
    QUERY_UPDATED,
    /** A version is kept without alerting. */
    QUERY_PAUSED,
    /** A version can't be searched for; the one before stays in force. */
    QUERY_REFUSED,
    /** A query's time is over. */
    QUERY_EXPIRED,
    /** A query was taken back. */
    QUERY_WITHDRAWN,
    /** Everything that the gallery held was compared with the query. */
    PAST_SEARCHED,
    /** An alert, or a revision of it, was sent. */
    ALERTED,
    /** An analyst said what an alert is. */
    JUDGED
  }
}
