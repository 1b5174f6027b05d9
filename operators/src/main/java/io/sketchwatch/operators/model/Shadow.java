package io.sketchwatch.operators.model;

import java.time.Instant;

/**
 * Since when a candidate runs in shadow.
 *
 * @param epoch of its announcement
 * @param since capture time from which on it embeds every tracklet
 */
public record Shadow(long epoch, Instant since) {}
