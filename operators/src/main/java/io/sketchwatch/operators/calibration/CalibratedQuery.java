package io.sketchwatch.operators.calibration;

import io.sketchwatch.operators.match.BackgroundPart;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.PastPart;

/**
 * The version of a query that is calibrated, and how far that has come.
 *
 * @param version the version
 * @param falseAlertsPerDay its budget, above zero
 * @param threshold before anything is known
 * @param past what was searched of the past
 * @param come matches of the past that have come: they and the word of what was found come by
 *     different inputs
 * @param closed number of the last window that was closed; {@link #NONE} before
 * @param told the threshold that its owner was told last
 */
public record CalibratedQuery(
    long version,
    double falseAlertsPerDay,
    double threshold,
    PastPart past,
    long come,
    long closed,
    double told) {

  static final long NONE = Long.MIN_VALUE;

  static CalibratedQuery of(Match match) {
    return of(match.queryVersion(), match.falseAlertsPerDay(), match.threshold());
  }

  static CalibratedQuery of(BackgroundPart part) {
    return of(part.version(), part.falseAlertsPerDay(), part.threshold());
  }

  private static CalibratedQuery of(long version, double falseAlertsPerDay, double threshold) {
    return new CalibratedQuery(
        version, falseAlertsPerDay, threshold, PastPart.NONE, 0, NONE, threshold);
  }

  CalibratedQuery with(PastPart part) {
    return new CalibratedQuery(
        version, falseAlertsPerDay, threshold, past.plus(part), come, closed, told);
  }

  CalibratedQuery withOneMoreOfPast() {
    return new CalibratedQuery(version, falseAlertsPerDay, threshold, past, come + 1, closed, told);
  }

  /** Whether all of the past is searched, and all that was found of it has come. */
  boolean hasWholePast() {
    return past.isWhole() && come >= past.found();
  }

  CalibratedQuery closedTo(long window) {
    return new CalibratedQuery(version, falseAlertsPerDay, threshold, past, come, window, told);
  }

  CalibratedQuery tell(double inForce) {
    return new CalibratedQuery(version, falseAlertsPerDay, threshold, past, come, closed, inForce);
  }
}
