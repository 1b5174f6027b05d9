package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.DeadLetter;

/**
 * What a source made of one record of a topic of sightings: a sighting, a refused record (dead
 * letter set), or, with both null, a tombstone.
 *
 * @param sighting what was read, or null
 * @param deadLetter why there is no sighting, or null
 */
public record ParsedSighting(Sighting sighting, DeadLetter deadLetter) {}
