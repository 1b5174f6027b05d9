package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Sighting;
import java.time.Instant;

/**
 * A sighting on its way into the gallery.
 *
 * @param sighting what was seen
 * @param way by which it comes
 * @param storedAt wall clock of when its topic took it, of one that is {@link Way#STORED}, else
 *     null
 */
public record ArrivedSighting(Sighting sighting, Way way, Instant storedAt) {

  /** As its camera has just seen it. */
  public static ArrivedSighting live(Sighting sighting) {
    return new ArrivedSighting(sighting, Way.LIVE, null);
  }

  /** As another model sees what was stored of it. */
  public static ArrivedSighting reembedded(Sighting sighting) {
    return new ArrivedSighting(sighting, Way.REEMBEDDED, null);
  }

  /** As a job before this one has seen it. */
  public static ArrivedSighting stored(Sighting sighting, Instant storedAt) {
    return new ArrivedSighting(sighting, Way.STORED, storedAt);
  }

  /** What a sighting tells of its camera. */
  public enum Way {
    /** Where the camera is now. */
    LIVE,
    /** Nothing. */
    REEMBEDDED,
    /** Where the camera was, at least, when the sighting was stored. */
    STORED
  }
}
