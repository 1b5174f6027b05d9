package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Sighting;

/**
 * A sighting on its way into the gallery.
 *
 * @param sighting what was seen
 * @param reembedded whether its crop was embedded anew, so that it tells nothing of where its
 *     camera is now
 */
public record ArrivedSighting(Sighting sighting, boolean reembedded) {

  /** As its camera has just seen it. */
  public static ArrivedSighting live(Sighting sighting) {
    return new ArrivedSighting(sighting, false);
  }

  /** As another model sees what was stored of it. */
  public static ArrivedSighting reembedded(Sighting sighting) {
    return new ArrivedSighting(sighting, true);
  }
}
