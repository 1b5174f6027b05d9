package io.sketchwatch.operators.query;

import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells, by query id, where each query stands, of what was decided on it ({@link
 * TrackQueriesFunction#STATUS}) and how far it was searched for.
 *
 * <p>SEARCHING, with progress, until every part of the past was searched, then ACTIVE, with the
 * sightings searched and the threshold in force. The last version wins: what comes late of an older
 * one is not reported. The two inputs may overtake each other: a search that comes first tells of
 * the acceptance too. A refusal is passed on, and the version before stays in force. State: one
 * progress an id; an hour after a withdrawal, none.
 *
 * <p>Where no gallery is kept, each status of a version in force says that it finds nobody of the
 * past, before what else there is to say.
 */
public final class ReportQueryStatusFunction
    extends KeyedCoProcessFunction<String, QueryStatus, SearchProgress, QueryStatus> {

  static final ValueStateDescriptor<ReportedQuery> REPORTED =
      new ValueStateDescriptor<>("reported-query", TypeInformation.of(ReportedQuery.class));

  /** How long the progress of a withdrawn query may still be on its way. */
  static final Duration AFTERMATH = Duration.ofHours(1);

  private static final String NO_PAST =
      "No gallery is kept: nobody is found who was seen before this version came";

  private static final long serialVersionUID = 1;

  private final boolean galleryIsKept;

  private transient ValueState<ReportedQuery> reported;

  /**
   * @param galleryIsKept whether searches find who has come before them
   */
  public ReportQueryStatusFunction(boolean galleryIsKept) {
    this.galleryIsKept = galleryIsKept;
  }

  @Override
  public void open(OpenContext context) {
    reported = getRuntimeContext().getState(REPORTED);
  }

  @Override
  public void processElement1(QueryStatus decided, Context context, Collector<QueryStatus> out)
      throws IOException {
    ReportedQuery held = reported.value();
    switch (decided.status()) {
      case REJECTED -> out.collect(decided);
      case WITHDRAWN -> withdraw(decided, held, context, out);
      default -> decide(decided, held, out);
    }
  }

  @Override
  public void processElement2(SearchProgress progress, Context context, Collector<QueryStatus> out)
      throws IOException {
    ReportedQuery held = reported.value();
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    if (held != null && progress.version() < held.version()) {
      return;
    }
    if (progress.refusal() != null) {
      out.collect(refusal(progress, now));
      return;
    }
    ReportedQuery query = held;
    if (held == null || progress.version() > held.version()) {
      query = ReportedQuery.begin(progress.version(), Status.ACCEPTED);
      out.collect(status(query, progress.queryId(), now));
    }
    if (query.status() != Status.WITHDRAWN) {
      reported.update(query.with(progress));
      out.collect(status(reported.value(), progress.queryId(), now));
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<QueryStatus> out)
      throws IOException {
    if (reported.value() != null && reported.value().status() == Status.WITHDRAWN) {
      reported.clear();
    }
  }

  /** After a withdrawal versions count from the start, and nothing of before is known. */
  private void decide(QueryStatus decided, ReportedQuery held, Collector<QueryStatus> out)
      throws IOException {
    if (held == null || held.status() == Status.WITHDRAWN || held.version() < decided.version()) {
      report(ReportedQuery.begin(decided.version(), decided.status()), decided, out);
    } else if (held.version() == decided.version() && decided.status() != Status.ACCEPTED) {
      report(held.now(decided.status()), decided, out);
    }
  }

  private void withdraw(
      QueryStatus decided, ReportedQuery held, Context context, Collector<QueryStatus> out)
      throws IOException {
    reported.update(
        held == null
            ? ReportedQuery.begin(decided.version(), Status.WITHDRAWN)
            : held.now(Status.WITHDRAWN));
    context
        .timerService()
        .registerProcessingTimeTimer(
            context.timerService().currentProcessingTime() + AFTERMATH.toMillis());
    out.collect(decided);
  }

  private void report(ReportedQuery query, QueryStatus decided, Collector<QueryStatus> out)
      throws IOException {
    reported.update(query);
    out.collect(status(query, decided.queryId(), decided.at()));
  }

  private QueryStatus status(ReportedQuery query, String queryId, Instant at) {
    QueryStatus status = query.status(queryId, at);
    if (galleryIsKept) {
      return status;
    }
    return status.because(
        status.reason() == null ? NO_PAST : "%s. %s".formatted(NO_PAST, status.reason()));
  }

  private static QueryStatus refusal(SearchProgress progress, Instant now) {
    return new QueryStatus(
        progress.queryId(),
        progress.version(),
        Status.REJECTED,
        progress.refusal(),
        0,
        0,
        null,
        List.of(),
        now);
  }
}
