package io.sketchwatch.operators.match;

/**
 * Key groups whose buckets a search has yet to meet, as stored: a rescaled job's subtasks read
 * those of all and keep what is theirs.
 *
 * @param queryId the query
 * @param modelId the model
 * @param exemplar the sketch or a confirmed photo
 * @param first first key group, inclusive
 * @param last last key group, inclusive
 */
public record PendingParts(String queryId, String modelId, String exemplar, int first, int last) {

  WatchlistKey key() {
    return new WatchlistKey(queryId, modelId, exemplar);
  }
}
