package io.sketchwatch.operators.calibration;

/**
 * What a match of the past has scored, which it is kept by: it is larger, and is read only if it is
 * an alert.
 *
 * @param number of the match, from 0 on, in the order that they came
 * @param trackletId of whom
 * @param score of the match
 */
public record PastScore(long number, String trackletId, double score) {}
