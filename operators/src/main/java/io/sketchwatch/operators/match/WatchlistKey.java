package io.sketchwatch.operators.match;

/**
 * A search: a query under one model.
 *
 * @param queryId the query
 * @param modelId the model
 */
public record WatchlistKey(String queryId, String modelId) {}
