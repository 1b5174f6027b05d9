package io.sketchwatch.operators.query;

import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far the version of a query that is in force has come.
 *
 * @param version the version
 * @param status what was said of it last
 * @param searched parts of the past that were searched, of all models
 * @param parts how many there are a model; 0 before one is searched
 * @param sightingsSearched by all of them
 * @param threshold in force; null before a part is searched
 * @param models those it is searched under
 * @param notice what its owner should know; null for nothing
 */
public record ReportedQuery(
    long version,
    Status status,
    int searched,
    int parts,
    long sightingsSearched,
    Double threshold,
    List<String> models,
    String notice) {

  static ReportedQuery begin(long version, Status status) {
    return new ReportedQuery(version, status, 0, 0, 0, null, List.of(), null);
  }

  ReportedQuery now(Status next) {
    return new ReportedQuery(
        version, next, searched, parts, sightingsSearched, threshold, models, notice);
  }

  /** After parts of the past were searched; a query that is paused or over stays so. */
  ReportedQuery with(SearchProgress progress) {
    if (progress.isCalibration()) {
      return new ReportedQuery(
          version,
          status,
          searched,
          parts,
          sightingsSearched,
          progress.threshold(),
          models,
          progress.notice());
    }
    List<String> known =
        models.contains(progress.modelId())
            ? models
            : Stream.concat(models.stream(), Stream.of(progress.modelId())).toList();
    int done = searched + progress.searched();
    boolean searching = done < progress.parts() * known.size();
    boolean live = status == Status.ACCEPTED || status == Status.SEARCHING;
    return new ReportedQuery(
        version,
        live ? (searching ? Status.SEARCHING : Status.ACTIVE) : status,
        done,
        progress.parts(),
        sightingsSearched + progress.sightingsSearched(),
        threshold == null ? progress.threshold() : threshold,
        known,
        notice);
  }

  QueryStatus status(String queryId, Instant at) {
    double all = (double) parts * models.size();
    return new QueryStatus(
        queryId,
        version,
        status,
        notice,
        all == 0 ? 0 : searched / all,
        sightingsSearched,
        threshold,
        models,
        at);
  }
}
