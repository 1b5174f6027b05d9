package io.sketchwatch.operators.match;

/**
 * Key groups whose buckets a search has yet to meet, as stored: a rescaled job's subtasks read
 * those of all and keep what is theirs.
 *
 * @param queryId the query
 * @param modelId the model
 * @param first first key group, inclusive
 * @param last last key group, inclusive
 */
public record PendingParts(String queryId, String modelId, int first, int last) {}
