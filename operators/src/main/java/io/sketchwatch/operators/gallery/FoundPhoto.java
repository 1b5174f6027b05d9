package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Embedding;

/**
 * What a search finds of a sighting.
 *
 * @param evidence what an alert needs of it
 * @param embedding of the photo
 */
public record FoundPhoto(Evidence evidence, Embedding embedding) {}
