package io.sketchwatch.core.embedding;

import java.time.Instant;

/**
 * What a job has made of an order to erase.
 *
 * @param erasureId the order
 * @param sightings erased from its gallery, or kept out of it since, each once a model
 * @param copiesUntil when the last copies in other state of the job, such as the photos of matches
 *     that verdicts may speak of, are gone at the latest
 * @param at when this was known, wall clock
 */
public record ErasureStatus(String erasureId, long sightings, Instant copiesUntil, Instant at) {}
