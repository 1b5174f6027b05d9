package io.sketchwatch.operators.match;

import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.WatchlistEntry;

/**
 * A search: an exemplar of a query under one model.
 *
 * @param queryId the query
 * @param modelId the model
 * @param exemplar the sketch or a confirmed photo
 */
public record WatchlistKey(String queryId, String modelId, String exemplar) {

  /** The state of the first release has sketches alone. */
  public WatchlistKey {
    exemplar = exemplar == null ? Exemplar.SKETCH : exemplar;
  }

  static WatchlistKey of(WatchlistEntry entry) {
    return new WatchlistKey(entry.queryId(), entry.modelId(), entry.exemplar());
  }
}
