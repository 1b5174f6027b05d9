package io.sketchwatch.core.query;

import io.sketchwatch.core.image.Media;
import java.time.Instant;
import java.util.List;

/**
 * The whole wanted state of one sketch search, past and future.
 *
 * <p>The highest version wins, an equal one is ignored, a tombstone forgets the query and its
 * versions. Optional parts are null where they were not given.
 *
 * @param queryId never empty
 * @param version at least 0
 * @param state whether it may alert
 * @param sketch the drawing
 * @param cameras those it is limited to; null for all
 * @param from earliest first-seen time it may alert on; null for no bound
 * @param until when it ends; null for never
 * @param lookbackMillis how far into the past it looks, counted from when it is accepted; null for
 *     all that is held
 * @param threshold least score of an alert, -1 to 1; null if a budget is set
 * @param falseAlertsPerDay budget above 0; null if a threshold is set
 * @param cooldownMillis least time between alerts of one camera; 0 for none
 * @param authority on whose word; null if not given
 */
public record Query(
    String queryId,
    long version,
    State state,
    Media sketch,
    List<String> cameras,
    Instant from,
    Instant until,
    Long lookbackMillis,
    Double threshold,
    Double falseAlertsPerDay,
    long cooldownMillis,
    Authority authority) {

  /** The budget of a query that names neither a threshold nor a budget. */
  public static final double DEFAULT_FALSE_ALERTS_PER_DAY = 10;

  /** Whether a query may alert. */
  public enum State {
    ACTIVE,
    PAUSED
  }

  public Query {
    if (threshold != null && falseAlertsPerDay != null) {
      throw new IllegalArgumentException(
          "Query '%s' has both a threshold and a budget of false alerts: give one"
              .formatted(queryId));
    }
    if (threshold == null && falseAlertsPerDay == null) {
      falseAlertsPerDay = DEFAULT_FALSE_ALERTS_PER_DAY;
    }
    if (threshold != null && !(threshold >= -1 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "Query '%s' must have a threshold from -1 to 1, but was %s"
              .formatted(queryId, threshold));
    }
    if (falseAlertsPerDay != null
        && !(falseAlertsPerDay > 0 && falseAlertsPerDay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Query '%s' must have a budget above 0, but was %s"
              .formatted(queryId, falseAlertsPerDay));
    }
    if (version < 0 || cooldownMillis < 0 || (lookbackMillis != null && lookbackMillis < 0)) {
      throw new IllegalArgumentException(
          "Query '%s' must not have a negative version, cooldown or lookback".formatted(queryId));
    }
  }

  /** The same with another form of its sketch; null for none. */
  public Query with(Media otherSketch) {
    return new Query(
        queryId,
        version,
        state,
        otherSketch,
        cameras,
        from,
        until,
        lookbackMillis,
        threshold,
        falseAlertsPerDay,
        cooldownMillis,
        authority);
  }
}
