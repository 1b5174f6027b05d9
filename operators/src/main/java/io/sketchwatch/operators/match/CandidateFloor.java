package io.sketchwatch.operators.match;

/**
 * What a sighting had to score to become a match of a query with a budget, as stored: after a
 * restore the lowest of all subtasks' holds.
 *
 * @param queryId the query
 * @param version its version
 * @param modelId under which model
 * @param floor -1 to 1
 */
public record CandidateFloor(String queryId, long version, String modelId, double floor) {}
