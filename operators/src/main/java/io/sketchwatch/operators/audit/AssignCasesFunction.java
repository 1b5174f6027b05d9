package io.sketchwatch.operators.audit;

import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditEvent.Kind;
import io.sketchwatch.operators.query.QueryDecision;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives, by query id, what happens to a query the case that its authority names: the first input is
 * what was decided on it, the second what it has led to.
 *
 * <p>A query that names no authority belongs to {@value #UNAUTHORISED}. One that moves to another
 * case is recorded in both. What a query has led to may overtake the decision that it followed
 * from; it is held for that decision for a minute, then recorded as {@value #UNAUTHORISED}. State:
 * the case of each query id, for good, because alerts are judged long after a query has gone.
 */
public final class AssignCasesFunction
    extends KeyedCoProcessFunction<String, QueryDecision, AuditEvent, CaseEvent> {

  /** The case of queries that name none. */
  public static final String UNAUTHORISED = "unauthorised";

  static final Duration PATIENCE = Duration.ofMinutes(1);

  static final ValueStateDescriptor<QueryCase> CASE =
      new ValueStateDescriptor<>("query-case", TypeInformation.of(QueryCase.class));

  static final ListStateDescriptor<AuditEvent> EARLY =
      new ListStateDescriptor<>("early-events", TypeInformation.of(AuditEvent.class));

  private static final long serialVersionUID = 1;

  private transient ValueState<QueryCase> queryCase;
  private transient ListState<AuditEvent> early;

  @Override
  public void open(OpenContext context) {
    queryCase = getRuntimeContext().getState(CASE);
    early = getRuntimeContext().getListState(EARLY);
  }

  @Override
  public void processElement1(QueryDecision decision, Context context, Collector<CaseEvent> out)
      throws Exception {
    QueryCase held = queryCase.value();
    boolean open = held != null && !held.withdrawn();
    String reference = reference(decision, held);
    AuditEvent event = AuditEvents.decided(decision, open);
    if (open && !held.reference().equals(reference)) {
      out.collect(new CaseEvent(held.reference(), event));
    }
    out.collect(new CaseEvent(reference, event));
    switch (event.kind()) {
      case QUERY_ACCEPTED, QUERY_UPDATED, QUERY_PAUSED ->
          queryCase.update(new QueryCase(reference, false, held == null ? null : held.searched()));
      case QUERY_WITHDRAWN -> queryCase.update(new QueryCase(reference, true, null));
      default -> {}
    }
    releaseEarly(out);
  }

  private static String reference(QueryDecision decision, QueryCase held) {
    if (decision.query() == null) {
      return held == null ? UNAUTHORISED : held.reference();
    }
    return decision.query().authority() == null
        ? UNAUTHORISED
        : decision.query().authority().reference();
  }

  private void releaseEarly(Collector<CaseEvent> out) throws Exception {
    if (queryCase.value() != null) {
      for (AuditEvent event : early.get()) {
        record(event, out);
      }
      early.clear();
    }
  }

  @Override
  public void processElement2(AuditEvent event, Context context, Collector<CaseEvent> out)
      throws Exception {
    if (queryCase.value() != null) {
      record(event, out);
    } else {
      early.add(event);
      long now = context.timerService().currentProcessingTime();
      context.timerService().registerProcessingTimeTimer(now + PATIENCE.toMillis());
    }
  }

  /** Where a query stands is told again and again; that its past was searched is recorded once. */
  private void record(AuditEvent event, Collector<CaseEvent> out) throws IOException {
    QueryCase held = queryCase.value();
    if (event.kind() == Kind.PAST_SEARCHED) {
      String search = AuditEvents.search(event);
      if (search.equals(held.searched())) {
        return;
      }
      queryCase.update(held.afterSearch(search));
    }
    out.collect(new CaseEvent(held.reference(), event));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CaseEvent> out)
      throws Exception {
    for (AuditEvent event : early.get()) {
      out.collect(new CaseEvent(UNAUTHORISED, event));
    }
    early.clear();
  }
}
