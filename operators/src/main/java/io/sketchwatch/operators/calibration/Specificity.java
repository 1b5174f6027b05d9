package io.sketchwatch.operators.calibration;

import io.sketchwatch.core.calibration.Calibration;

/**
 * Whether a sketch tells its target from other people well enough for its budget. It does not where
 * ten times as many people as with a usual sketch reach the score that one of a thousand should,
 * and the budget asks for a higher one.
 */
final class Specificity {

  private static final double UNSPECIFIC = 0.01;

  private Specificity() {}

  /** What the owner should know; null for nothing. */
  static String notice(String queryId, CalibratedQuery query, Calibration calibration) {
    double alike = calibration.exceedance(query.threshold());
    double threshold = calibration.threshold(query.falseAlertsPerDay());
    return alike < UNSPECIFIC || threshold <= query.threshold()
        ? null
        : "Query '%s' must score below %.3f for all but 0.1%% of people, but does not for %.1f%%: alerts need %.3f; draw more detail, or raise falseAlertsPerDay"
            .formatted(queryId, query.threshold(), 100 * alike, threshold);
  }
}
