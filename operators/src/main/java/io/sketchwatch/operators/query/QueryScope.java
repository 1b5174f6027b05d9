package io.sketchwatch.operators.query;

import io.sketchwatch.core.embedding.Sighting;
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

  /** Whether the query looks at this sighting. */
  public boolean covers(Sighting sighting) {
    Instant seen = sighting.firstSeen();
    return (cameras == null || cameras.contains(sighting.cameraId()))
        && (from == null || !seen.isBefore(from))
        && (until == null || seen.isBefore(until))
        && (notBefore == null || !seen.isBefore(notBefore));
  }
}
