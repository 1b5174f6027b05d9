package io.sketchwatch.core.query;

import java.time.Instant;
import java.util.List;

/**
 * Where a query stands.
 *
 * @param queryId the query
 * @param version the version it speaks of
 * @param status the step it has reached
 * @param reason why it was refused, or what its owner should know of its threshold or of what it
 *     can't find; null otherwise
 * @param progress part of the past searched, 0 to 1
 * @param sightingsSearched how many sightings of the past were compared
 * @param threshold the threshold in force; null before one is
 * @param models the models it is embedded by
 * @param at when this was known, wall clock
 */
public record QueryStatus(
    String queryId,
    long version,
    Status status,
    String reason,
    double progress,
    long sightingsSearched,
    Double threshold,
    List<String> models,
    Instant at) {

  /** The same for another reason. */
  public QueryStatus because(String otherReason) {
    return new QueryStatus(
        queryId, version, status, otherReason, progress, sightingsSearched, threshold, models, at);
  }

  /** The steps of a query's life. */
  public enum Status {
    ACCEPTED,
    REJECTED,
    SEARCHING,
    ACTIVE,
    PAUSED,
    EXPIRED,
    WITHDRAWN
  }
}
