package io.sketchwatch.operators.match;

import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.WatchlistEntry;

/**
 * What a subtask has seen since it last told, of people whom a query with a budget was compared
 * with: in a window, or in the past; with neither, the query has ended.
 *
 * @param queryId the query
 * @param version the version that was compared
 * @param modelId under which model
 * @param falseAlertsPerDay its budget, above zero
 * @param threshold that it begins with
 * @param window of the stream, or null
 * @param past of the gallery, or null
 */
public record BackgroundPart(
    String queryId,
    long version,
    String modelId,
    double falseAlertsPerDay,
    double threshold,
    WindowPart window,
    PastPart past) {

  static BackgroundPart of(WatchlistEntry entry, WindowPart window, PastPart past) {
    return new BackgroundPart(
        entry.queryId(),
        entry.version(),
        entry.modelId(),
        entry.falseAlertsPerDay(),
        entry.threshold(),
        window,
        past);
  }

  /** What the calibration is keyed by: budgets are the sketches'. */
  public WatchlistKey key() {
    return new WatchlistKey(queryId, modelId, Exemplar.SKETCH);
  }
}
