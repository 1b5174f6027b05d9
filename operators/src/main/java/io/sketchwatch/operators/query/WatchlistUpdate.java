package io.sketchwatch.operators.query;

/**
 * A change of the watchlist: an entry to watch for, a refusal that leaves it as it is, or, with
 * both null, the end of the query under one model or under every.
 *
 * @param queryId the query
 * @param version the version it speaks of
 * @param entry what to watch for, or null
 * @param refusal why the sketch could not be embedded, or null
 * @param endedModel the model that it ends under; null for every
 */
public record WatchlistUpdate(
    String queryId, long version, WatchlistEntry entry, String refusal, String endedModel) {

  /** An entry to watch for. */
  public static WatchlistUpdate upsert(WatchlistEntry entry) {
    return new WatchlistUpdate(entry.queryId(), entry.version(), entry, null, null);
  }

  /** The end of a query. */
  public static WatchlistUpdate removal(String queryId, long version) {
    return new WatchlistUpdate(queryId, version, null, null, null);
  }

  /** The end of a query under a model that is not used any more. */
  public static WatchlistUpdate modelEnded(String queryId, long version, String modelId) {
    return new WatchlistUpdate(queryId, version, null, null, modelId);
  }

  /** A version that can't be watched for; an older one stays in force. */
  public static WatchlistUpdate refused(String queryId, long version, String refusal) {
    return new WatchlistUpdate(queryId, version, null, refusal, null);
  }
}
