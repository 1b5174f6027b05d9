package io.sketchwatch.operators.match;

import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;

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

  /** Whether an update is the end of this search. */
  boolean isEndedBy(WatchlistUpdate end) {
    return queryId.equals(end.queryId())
        && (end.endedModel() == null || modelId.equals(end.endedModel()))
        && (end.exemplar() == null || exemplar.equals(end.exemplar()));
  }

  /** Of an entry. */
  public static WatchlistKey of(WatchlistEntry entry) {
    return new WatchlistKey(entry.queryId(), entry.modelId(), entry.exemplar());
  }
}
