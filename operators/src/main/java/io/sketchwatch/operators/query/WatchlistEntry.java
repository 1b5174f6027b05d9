package io.sketchwatch.operators.query;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.query.Exemplar;

/**
 * What is watched for: one version of a query, its sketch or a confirmed photo, embedded by one
 * model. It holds the embedding, never the picture, for every subtask keeps a copy in memory.
 *
 * @param queryId the query
 * @param version the version
 * @param modelId the model; only sightings of the same are compared
 * @param embedding of the sketch or the photo
 * @param scope where and when it looks
 * @param threshold least score of a match, -1 to 1; with a budget, until it is calibrated
 * @param cooldownMillis least time between alerts of one camera; 0 for none
 * @param paused whether it is kept without matching
 * @param exemplar {@link Exemplar#SKETCH}, or the name of the confirmed photo
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
    String exemplar,
    Double falseAlertsPerDay) {

  /** The state of the first release has entries of sketches alone. */
  public WatchlistEntry {
    exemplar = exemplar == null ? Exemplar.SKETCH : exemplar;
  }

  /** Of the query's sketch, with a threshold that is named. */
  public WatchlistEntry(
      String queryId,
      long version,
      String modelId,
      Embedding embedding,
      QueryScope scope,
      double threshold,
      long cooldownMillis,
      boolean paused) {
    this(
        queryId,
        version,
        modelId,
        embedding,
        scope,
        threshold,
        cooldownMillis,
        paused,
        Exemplar.SKETCH,
        null);
  }

  /** The same for a confirmed photo. */
  public WatchlistEntry with(Exemplar photo, double photoThreshold) {
    return new WatchlistEntry(
        queryId,
        version,
        photo.modelId(),
        photo.embedding(),
        scope,
        photoThreshold,
        cooldownMillis,
        paused,
        photo.photo(),
        null);
  }

  /** Whether it is the query's sketch, rather than a confirmed photo. */
  public boolean isSketch() {
    return exemplar.equals(Exemplar.SKETCH);
  }

  /** Whether this replaces what is held of the same query, model and exemplar. */
  public boolean supersedes(WatchlistEntry held) {
    return held == null || version > held.version;
  }
}
