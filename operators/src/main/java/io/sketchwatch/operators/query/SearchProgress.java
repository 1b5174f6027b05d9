package io.sketchwatch.operators.query;

/**
 * One subtask has searched its part of the past, or a version was refused.
 *
 * @param queryId the query
 * @param version the version that was searched for
 * @param modelId under which model; null with a refusal
 * @param subtask which subtask, from 0
 * @param parallelism how many subtasks there are
 * @param sightingsSearched sightings of the past that were compared
 * @param threshold in force; null with a refusal
 * @param refusal why the version can't be searched for; null if it was. Sent by subtask 0 alone
 */
public record SearchProgress(
    String queryId,
    long version,
    String modelId,
    int subtask,
    int parallelism,
    long sightingsSearched,
    Double threshold,
    String refusal) {}
