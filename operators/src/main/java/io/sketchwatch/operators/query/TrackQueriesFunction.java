package io.sketchwatch.operators.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Decides, by query id, which version of a query is wanted.
 *
 * <p>The highest version wins, an equal or lower one is ignored, a tombstone forgets the query and
 * its versions. What can't be used goes to {@link DeadLetters#TAG} with a REJECTED status, and the
 * version accepted before stays in force. A query is over at its {@code until} by the wall clock;
 * one that is over when it arrives is still searched for in the past. The lookback is counted from
 * the wall clock of the acceptance. State: one query an id, until its tombstone.
 */
public final class TrackQueriesFunction
    extends KeyedProcessFunction<String, ParsedQuery, SketchToEmbed> {

  /** Accepted, refused, paused, expired, withdrawn; the search itself is reported elsewhere. */
  public static final OutputTag<QueryStatus> STATUS =
      new OutputTag<>("query-status", TypeInformation.of(QueryStatus.class));

  /** The same, with what was asked: what an audit has to record. */
  public static final OutputTag<QueryDecision> DECISIONS =
      new OutputTag<>("query-decisions", TypeInformation.of(QueryDecision.class));

  /** The version of a status about a record whose version could not be read. */
  public static final long UNKNOWN_VERSION = -1;

  static final ValueStateDescriptor<AcceptedQuery> ACCEPTED =
      new ValueStateDescriptor<>("accepted-query", TypeInformation.of(AcceptedQuery.class));

  private static final long serialVersionUID = 1;

  private final SketchReader sketches;

  private transient ValueState<AcceptedQuery> accepted;

  public TrackQueriesFunction(SketchReader sketches) {
    this.sketches = sketches;
  }

  @Override
  public void open(OpenContext context) {
    accepted = getRuntimeContext().getState(ACCEPTED);
  }

  @Override
  public void processElement(ParsedQuery parsed, Context context, Collector<SketchToEmbed> out)
      throws IOException {
    if (parsed.deadLetter() != null) {
      refuse(parsed.queryId(), null, parsed.deadLetter(), context);
    } else if (parsed.query() == null) {
      withdraw(parsed.queryId(), context, out);
    } else {
      upsert(parsed, context, out);
    }
  }

  private void upsert(ParsedQuery parsed, Context context, Collector<SketchToEmbed> out)
      throws IOException {
    Query query = parsed.query();
    AcceptedQuery held = accepted.value();
    if (held != null && query.version() <= held.query().version()) {
      return;
    }
    try {
      Media sketch = sketches.read(query.sketch());
      cancelTimers(held, context);
      accept(new AcceptedQuery(query.with(sketch), now(context)), context, out);
    } catch (IOException e) {
      refuse(query.queryId(), query, unreadable(parsed, e), context);
    }
  }

  private void accept(AcceptedQuery version, Context context, Collector<SketchToEmbed> out)
      throws IOException {
    accepted.update(version);
    boolean paused = version.query().state() == Query.State.PAUSED;
    report(version.query(), paused ? Status.PAUSED : Status.ACCEPTED, context);
    out.collect(version.toEmbed());
    if (version.expiresAt() != null) {
      context.timerService().registerProcessingTimeTimer(version.expiresAt().toEpochMilli());
      context.timerService().registerProcessingTimeTimer(version.removedAt().toEpochMilli());
    }
  }

  private void withdraw(String queryId, Context context, Collector<SketchToEmbed> out)
      throws IOException {
    AcceptedQuery held = accepted.value();
    Query query = held == null ? null : held.query();
    if (held != null) {
      cancelTimers(held, context);
      accepted.clear();
      out.collect(SketchToEmbed.removal(queryId, query.version()));
    }
    report(queryId, query, Status.WITHDRAWN, null, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<SketchToEmbed> out)
      throws IOException {
    AcceptedQuery held = accepted.value();
    if (held == null || held.expiresAt() == null) {
      return;
    }
    if (timestamp == held.expiresAt().toEpochMilli()) {
      report(held.query(), Status.EXPIRED, context);
    } else if (timestamp == held.removedAt().toEpochMilli()) {
      out.collect(SketchToEmbed.removal(held.query().queryId(), held.query().version()));
    }
  }

  private static void cancelTimers(AcceptedQuery held, Context context) {
    if (held != null && held.expiresAt() != null) {
      context.timerService().deleteProcessingTimeTimer(held.expiresAt().toEpochMilli());
      context.timerService().deleteProcessingTimeTimer(held.removedAt().toEpochMilli());
    }
  }

  private static DeadLetter unreadable(ParsedQuery parsed, IOException cause) {
    return new DeadLetter(
        parsed.origin(),
        parsed.queryId().getBytes(UTF_8),
        parsed.value(),
        Stages.TRACK_QUERIES,
        "Query '%s' version %d must have a sketch that can be read: %s"
            .formatted(parsed.queryId(), parsed.query().version(), cause.getMessage()));
  }

  private static void refuse(String queryId, Query query, DeadLetter letter, Context context) {
    context.output(DeadLetters.TAG, letter);
    if (!queryId.isEmpty()) {
      report(queryId, query, Status.REJECTED, letter.error(), context);
    }
  }

  private static void report(Query query, Status step, Context context) {
    report(query.queryId(), query, step, null, context);
  }

  /** The query is null where it is not known. */
  private static void report(
      String queryId, Query query, Status step, String reason, Context context) {
    long version = query == null ? UNKNOWN_VERSION : query.version();
    Instant at = now(context);
    QueryStatus status = new QueryStatus(queryId, version, step, reason, 0, 0, null, List.of(), at);
    context.output(STATUS, status);
    context.output(DECISIONS, QueryDecision.of(status, query));
  }

  private static Instant now(Context context) {
    return Instant.ofEpochMilli(context.timerService().currentProcessingTime());
  }
}
