package io.sketchwatch.operators.query;

import io.sketchwatch.core.image.Media;

/**
 * An accepted version of a query on its way to the watchlist, or, without a sketch, the end of the
 * query. Records of one query must stay in order.
 *
 * @param queryId the query
 * @param version the accepted version; that of the query that ends
 * @param sketch in line, and known to be decodable; null if the query ends, and all below with it
 * @param scope where and when it looks
 * @param threshold least score of an alert; null if the budget decides
 * @param falseAlertsPerDay the budget; null if a threshold is named
 * @param cooldownMillis least time between alerts of one camera; 0 for none
 * @param paused whether it is kept without matching
 */
public record SketchToEmbed(
    String queryId,
    long version,
    Media sketch,
    QueryScope scope,
    Double threshold,
    Double falseAlertsPerDay,
    long cooldownMillis,
    boolean paused) {

  static SketchToEmbed removal(String queryId, long version) {
    return new SketchToEmbed(queryId, version, null, null, null, null, 0, false);
  }

  /** Whether the query ends here. */
  public boolean removed() {
    return sketch == null;
  }
}
