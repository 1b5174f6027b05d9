package io.sketchwatch.operators.query;

/**
 * A subtask has searched more of the past, a version was refused, or its threshold has moved. The
 * past is divided into parts, each searched by one subtask, at once and once; a search is over when
 * all were reported.
 *
 * @param queryId the query
 * @param version the version that was searched for
 * @param modelId under which model; null with a refusal
 * @param searched parts that were searched since the last report
 * @param parts how many there are, over all subtasks
 * @param sightingsSearched sightings of the past that were compared, in these parts
 * @param threshold in force; null with a refusal
 * @param refusal why the version can't be searched for; null if it was. Sent by subtask 0 alone
 * @param notice what the owner should know of the threshold; null for nothing
 */
public record SearchProgress(
    String queryId,
    long version,
    String modelId,
    int searched,
    int parts,
    long sightingsSearched,
    Double threshold,
    String refusal,
    String notice) {

  /** Of a search or a refusal. */
  public SearchProgress(
      String queryId,
      long version,
      String modelId,
      int searched,
      int parts,
      long sightingsSearched,
      Double threshold,
      String refusal) {
    this(queryId, version, modelId, searched, parts, sightingsSearched, threshold, refusal, null);
  }

  /** A threshold that is in force from now on. */
  public static SearchProgress calibrated(
      String queryId, long version, String modelId, double threshold, String notice) {
    return new SearchProgress(queryId, version, modelId, 0, 0, 0, threshold, null, notice);
  }

  /** Whether it tells of a threshold alone. */
  boolean isCalibration() {
    return parts == 0;
  }
}
