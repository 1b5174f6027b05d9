package io.sketchwatch.core.embedding;

import java.io.Serializable;
import java.time.Instant;

/**
 * An order to erase sightings: those that meet every condition that is not null.
 *
 * @param erasureId names the order
 * @param cameraId of one camera
 * @param sighting one by its key, {@code camera/tracklet/shot}, or all of a tracklet, {@code
 *     camera/tracklet}
 * @param from of people who were in sight then or later, inclusive
 * @param until of people who came into sight earlier, exclusive; never null, and not after {@code
 *     at}, so that an order speaks of the past alone
 * @param at when it was given, wall clock
 */
public record Erasure(
    String erasureId, String cameraId, String sighting, Instant from, Instant until, Instant at)
    implements Serializable {

  public Erasure {
    if (until == null || until.isAfter(at)) {
      throw new IllegalArgumentException(
          "Erasure '%s' must end at or before the moment it is given, %s, but ends at %s"
              .formatted(erasureId, at, until));
    }
    if (from != null && !from.isBefore(until)) {
      throw new IllegalArgumentException(
          "Erasure '%s' must begin before its end, %s, but begins at %s"
              .formatted(erasureId, until, from));
    }
    if (cameraId == null && sighting == null && from == null) {
      throw new IllegalArgumentException(
          "Erasure '%s' must name a camera, a sighting or a beginning, but names none"
              .formatted(erasureId));
    }
  }

  /** Whether a sighting is to be erased, under whatever model. */
  public boolean covers(Sighting seen) {
    return covers(
        seen.cameraId(), seen.trackletId(), seen.shot(), seen.firstSeen(), seen.lastSeen());
  }

  /**
   * The same of its parts.
   *
   * @param firstSeen capture time of the tracklet's first detection
   * @param lastSeen capture time of the shot
   */
  public boolean covers(
      String camera, String trackletId, int shot, Instant firstSeen, Instant lastSeen) {
    return mayCover(camera, firstSeen)
        && (from == null || !lastSeen.isBefore(from))
        && (sighting == null || names(camera + "/" + trackletId, shot));
  }

  private boolean names(String tracklet, int shot) {
    return sighting.equals(tracklet) || sighting.equals(tracklet + "/" + shot);
  }

  /** Whether sightings of a camera may be covered that were first seen then or later. */
  public boolean mayCover(String camera, Instant earliest) {
    return (cameraId == null || cameraId.equals(camera)) && earliest.isBefore(until);
  }
}
