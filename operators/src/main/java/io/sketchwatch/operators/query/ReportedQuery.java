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
 * @param finished the searches that are done, one a model and subtask
 * @param subtasks how many there are a model; 0 before one is done
 * @param sightingsSearched by all of them
 * @param threshold in force; null before a search is done
 * @param models those it is searched under
 */
public record ReportedQuery(
    long version,
    Status status,
    List<String> finished,
    int subtasks,
    long sightingsSearched,
    Double threshold,
    List<String> models) {

  static ReportedQuery begin(long version, Status status) {
    return new ReportedQuery(version, status, List.of(), 0, 0, null, List.of());
  }

  ReportedQuery now(Status next) {
    return new ReportedQuery(
        version, next, finished, subtasks, sightingsSearched, threshold, models);
  }

  /** After a subtask is done; a query that is paused or over stays so. */
  ReportedQuery with(SearchProgress progress) {
    String search = progress.modelId() + "/" + progress.subtask();
    if (finished.contains(search)) {
      return this;
    }
    List<String> done = append(finished, search);
    List<String> known =
        models.contains(progress.modelId()) ? models : append(models, progress.modelId());
    boolean searching = done.size() < progress.parallelism() * known.size();
    boolean live = status == Status.ACCEPTED || status == Status.SEARCHING;
    return new ReportedQuery(
        version,
        live ? (searching ? Status.SEARCHING : Status.ACTIVE) : status,
        done,
        progress.parallelism(),
        sightingsSearched + progress.sightingsSearched(),
        progress.threshold(),
        known);
  }

  QueryStatus status(String queryId, Instant at) {
    double all = (double) subtasks * models.size();
    return new QueryStatus(
        queryId,
        version,
        status,
        null,
        all == 0 ? 0 : finished.size() / all,
        sightingsSearched,
        threshold,
        models,
        at);
  }

  private static List<String> append(List<String> list, String last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }
}
