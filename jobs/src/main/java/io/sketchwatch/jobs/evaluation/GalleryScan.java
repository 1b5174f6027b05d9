package io.sketchwatch.jobs.evaluation;

/**
 * A measured scan of the gallery in keyed state, on one thread.
 *
 * @param millis median time of a scan of everything
 * @param bareMillis median time of the bare loop over the same codes
 * @param rescored sightings that were scored in float32, in one scan
 * @param recall part of float32's top list that was found
 */
public record GalleryScan(double millis, double bareMillis, long rescored, double recall) {}
