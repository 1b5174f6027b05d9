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
 * @param onTheWay matches of the past that have not come when all of it is searched: they and the
 *     word of the search come by different inputs
 * @param closed number of the last window that was closed; {@link #NONE} before
 * @param told the threshold that its owner was told last
 */
public record CalibratedQuery(
    long version,
    double falseAlertsPerDay,
    double threshold,
    PastPart past,
    long onTheWay,
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
        version, falseAlertsPerDay, threshold, past.plus(part), onTheWay, closed, told);
  }

  CalibratedQuery awaiting(long matches) {
    return new CalibratedQuery(version, falseAlertsPerDay, threshold, past, matches, closed, told);
  }

  /** Whether all of the past is searched, and all that was found of it has come. */
  boolean hasWholePast() {
    return past.isWhole() && onTheWay == 0;
  }

  CalibratedQuery closedTo(long window) {
    return new CalibratedQuery(version, falseAlertsPerDay, threshold, past, onTheWay, window, told);
  }

  CalibratedQuery tell(double inForce) {
    return new CalibratedQuery(
        version, falseAlertsPerDay, threshold, past, onTheWay, closed, inForce);
  }
}
