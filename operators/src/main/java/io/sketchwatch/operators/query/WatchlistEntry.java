package io.sketchwatch.operators.query;

import io.sketchwatch.core.embedding.Embedding;

/**
 * What is watched for: one version of a query, embedded by one model. It holds the embedding, never
 * the picture, for every subtask keeps a copy in memory.
 *
 * @param queryId the query
 * @param version the version
 * @param modelId the model; only sightings of the same are compared
 * @param embedding of the sketch
 * @param scope where and when it looks
 * @param threshold least score of a match, -1 to 1; with a budget, until it is calibrated
 * @param cooldownMillis least time between alerts of one camera; 0 for none
 * @param paused whether it is kept without matching
 * @param falseAlertsPerDay budget from which the threshold follows; null if it is named
 */
public record WatchlistEntry(
    String queryId,
    long version,
    String modelId,
    Embedding embedding,
    QueryScope scope,
    double threshold,
    long cooldownMillis,
    boolean paused,
    Double falseAlertsPerDay) {

  /** With a threshold that is named. */
  public WatchlistEntry(
      String queryId,
      long version,
      String modelId,
      Embedding embedding,
      QueryScope scope,
      double threshold,
      long cooldownMillis,
      boolean paused) {
    this(queryId, version, modelId, embedding, scope, threshold, cooldownMillis, paused, null);
  }

  /** Whether this replaces what is held of the same query and model: the highest version wins. */
  public boolean supersedes(WatchlistEntry held) {
    return held == null || version > held.version;
  }
}
