/**
 * Where a budget of false alerts becomes a threshold: {@link
 * io.sketchwatch.operators.calibration.CalibrateFunction}, behind the match stage, learns what each
 * query scores of people who are not its target, and lets through what alerts.
 */
package io.sketchwatch.operators.calibration;
