package io.sketchwatch.operators.query;

/**
 * A subtask has searched more of the past, or a version was refused. The past is divided into
 * parts, each searched by one subtask, at once and once; a search is over when all were reported.
 *
 * @param queryId the query
 * @param version the version that was searched for
 * @param modelId under which model; null with a refusal
 * @param searched parts that were searched since the last report
 * @param parts how many there are, over all subtasks
 * @param sightingsSearched sightings of the past that were compared, in these parts
 * @param threshold in force; null with a refusal
 * @param refusal why the version can't be searched for; null if it was. Sent by subtask 0 alone
 */
public record SearchProgress(
    String queryId,
    long version,
    String modelId,
    int searched,
    int parts,
    long sightingsSearched,
    Double threshold,
    String refusal) {}
