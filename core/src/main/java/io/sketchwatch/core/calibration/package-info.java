/**
 * How many false alerts a score stands for: the scores of people who are not the target, of one
 * query under one model, and the threshold that keeps to a budget. {@link
 * io.sketchwatch.core.calibration.ScoreBackground} takes in closed windows of the stream, {@link
 * io.sketchwatch.core.calibration.Calibration} answers from them.
 */
package io.sketchwatch.core.calibration;
