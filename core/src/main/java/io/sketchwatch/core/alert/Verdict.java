package io.sketchwatch.core.alert;

import java.time.Instant;

/**
 * What an analyst says of an alert. The last one counts.
 *
 * @param alertId the alert
 * @param queryId its query
 * @param trackletId its tracklet
 * @param decision what is said
 * @param by who says it
 * @param at when, wall clock
 */
public record Verdict(
    String alertId, String queryId, String trackletId, Decision decision, String by, Instant at) {

  /** What can be said. */
  public enum Decision {
    /** It is the wanted person: the photo searches too. */
    CONFIRM,
    /** It is somebody else: that person is no longer alerted. */
    REJECT,
    /** Nothing is said any more. */
    REVOKE
  }

  public Verdict {
    String expected = AlertIds.alertId(queryId, trackletId);
    if (!alertId.equals(expected)) {
      throw new IllegalArgumentException(
          "Verdict '%s' must name the alert of its query and tracklet, which is '%s'"
              .formatted(alertId, expected));
    }
  }

  /** A verdict that takes this one back. */
  public Verdict revoked() {
    return new Verdict(alertId, queryId, trackletId, Decision.REVOKE, by, at);
  }
}
