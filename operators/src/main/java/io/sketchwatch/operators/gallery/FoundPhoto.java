package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;

/**
 * What a search finds of a sighting.
 *
 * @param evidence what an alert needs of it
 * @param embedding of the photo
 */
public record FoundPhoto(Evidence evidence, Embedding embedding) {

  /** Of a sighting that comes. */
  public static FoundPhoto of(Sighting sighting) {
    return new FoundPhoto(Evidence.of(sighting), sighting.embedding());
  }
}
