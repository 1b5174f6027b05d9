package io.sketchwatch.operators.calibration;

/**
 * A tracklet of a window that is not closed yet.
 *
 * @param window its number
 * @param score the highest of its shots so far
 */
public record TrackletScore(long window, double score) {}
