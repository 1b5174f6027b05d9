package io.sketchwatch.operators.query;

/**
 * A change of the watchlist: an entry to watch for, a refusal that leaves it as it is, or, with
 * both null, the end of the query or of one of its exemplars, under one model or every one.
 *
 * @param queryId the query
 * @param version the version it speaks of
 * @param entry what to watch for, or null
 * @param refusal why the sketch could not be embedded, or null
 * @param endedModel the model that it ends under; null for every
 * @param exemplar which one ends; null for all, and where none does
 */
public record WatchlistUpdate(
    String queryId,
    long version,
    WatchlistEntry entry,
    String refusal,
    String endedModel,
    String exemplar) {

  /** An entry to watch for. */
  public static WatchlistUpdate upsert(WatchlistEntry entry) {
    return new WatchlistUpdate(entry.queryId(), entry.version(), entry, null, null, null);
  }

  /** The end of a query. */
  public static WatchlistUpdate removal(String queryId, long version) {
    return new WatchlistUpdate(queryId, version, null, null, null, null);
  }

  /** The end of one exemplar of a query. */
  public static WatchlistUpdate removal(WatchlistEntry entry) {
    return new WatchlistUpdate(
        entry.queryId(), entry.version(), null, null, null, entry.exemplar());
  }

  /** The end of a query under a model that is not used any more. */
  public static WatchlistUpdate modelEnded(String queryId, long version, String modelId) {
    return new WatchlistUpdate(queryId, version, null, null, modelId, null);
  }

  /** A version that can't be watched for; an older one stays in force. */
  public static WatchlistUpdate refused(String queryId, long version, String refusal) {
    return new WatchlistUpdate(queryId, version, null, refusal, null, null);
  }
}
