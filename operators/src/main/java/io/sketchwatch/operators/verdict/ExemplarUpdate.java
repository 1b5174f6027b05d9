package io.sketchwatch.operators.verdict;

import io.sketchwatch.core.query.Exemplar;

/**
 * An exemplar that joins a query, or, without one, the end of it.
 *
 * @param queryId the query
 * @param alertId the alert that was confirmed
 * @param exemplar the photo; null if it was taken back
 */
public record ExemplarUpdate(String queryId, String alertId, Exemplar exemplar) {

  static ExemplarUpdate joins(Exemplar exemplar) {
    return new ExemplarUpdate(exemplar.queryId(), exemplar.alertId(), exemplar);
  }
}
