package io.sketchwatch.operators.query;

import io.sketchwatch.core.query.Query;
import java.time.Duration;
import java.time.Instant;

/**
 * The version of a query that is in force, and when that began.
 *
 * @param query the wanted state, its sketch in line
 * @param acceptedAt wall clock
 */
public record AcceptedQuery(Query query, Instant acceptedAt) {

  /**
   * How long an expired query stays on the watchlist: people first seen before its end may still be
   * on their way through the pipeline. Its scope keeps out those who come later.
   */
  static final Duration GRACE = Duration.ofMinutes(1);

  private static final Instant LAST_TIMER = Instant.ofEpochMilli(Long.MAX_VALUE).minus(GRACE);

  /** When it is over; null for never. One that looks at the past alone is over at once. */
  Instant expiresAt() {
    if (query.until() == null || query.until().isAfter(LAST_TIMER)) {
      return null;
    }
    return query.until().isAfter(acceptedAt) ? query.until() : acceptedAt;
  }

  /** When it leaves the watchlist; null for never. */
  Instant removedAt() {
    return expiresAt() == null ? null : expiresAt().plus(GRACE);
  }

  SketchToEmbed toEmbed() {
    Instant notBefore =
        query.lookbackMillis() == null ? null : acceptedAt.minusMillis(query.lookbackMillis());
    return new SketchToEmbed(
        query.queryId(),
        query.version(),
        query.sketch(),
        new QueryScope(query.cameras(), query.from(), query.until(), notBefore),
        query.threshold(),
        query.falseAlertsPerDay(),
        query.cooldownMillis(),
        query.state() == Query.State.PAUSED);
  }
}
