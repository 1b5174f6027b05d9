package io.sketchwatch.operators.query;

import java.time.Instant;
import java.util.List;

/**
 * Where and when a query looks. A bound that is null does not limit; all bounds on time speak of a
 * tracklet's first detection, so that a sighting is inside or outside whenever it arrives.
 *
 * @param cameras those it is limited to
 * @param from earliest time, inclusive
 * @param until latest time, exclusive
 * @param notBefore earliest time its lookback reaches, inclusive
 */
public record QueryScope(List<String> cameras, Instant from, Instant until, Instant notBefore) {

  /** Whether there are tracklets that the query does not look at. */
  public boolean isLimited() {
    return cameras != null || from != null || until != null || notBefore != null;
  }

  /** Whether the query looks at a tracklet. */
  public boolean covers(String cameraId, Instant firstSeen) {
    return mayCover(cameraId, firstSeen)
        && (from == null || !firstSeen.isBefore(from))
        && (notBefore == null || !firstSeen.isBefore(notBefore));
  }

  /** Whether the query may look at a tracklet of a camera that was first seen then or later. */
  public boolean mayCover(String cameraId, Instant earliest) {
    return (cameras == null || cameras.contains(cameraId))
        && (until == null || earliest.isBefore(until));
  }
}
