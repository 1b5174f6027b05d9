package io.sketchwatch.jobs.live;

import static io.sketchwatch.jobs.live.StageSettings.stage;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.codec.AuditJson;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.audit.AssignCasesFunction;
import io.sketchwatch.operators.audit.AuditEvents;
import io.sketchwatch.operators.audit.CaseEvent;
import io.sketchwatch.operators.audit.ChainAuditFunction;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchQueriesOperator;
import io.sketchwatch.operators.query.QueryDecision;
import io.sketchwatch.operators.query.SketchToEmbed;
import io.sketchwatch.operators.query.TrackQueriesFunction;
import java.time.Duration;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From what was asked, searched, found and judged to one hash chain a case. */
final class AuditStages {

  private static final TypeInformation<AuditEvent> EVENT = TypeInformation.of(AuditEvent.class);

  private final Duration anchorInterval;

  AuditStages(Duration anchorInterval) {
    this.anchorInterval = anchorInterval;
  }

  SingleOutputStreamOperator<AuditRecord> chainAudit(
      SingleOutputStreamOperator<SketchToEmbed> sketches, DataStream<AuditEvent> events) {
    var cases =
        stage(
            sketches
                .getSideOutput(TrackQueriesFunction.DECISIONS)
                .keyBy((QueryDecision decision) -> decision.status().queryId())
                .connect(events.keyBy(AuditEvent::queryId))
                .process(new AssignCasesFunction(), TypeInformation.of(CaseEvent.class)),
            Stages.ASSIGN_CASES);
    return stage(
        cases
            .keyBy(CaseEvent::reference)
            .process(
                new ChainAuditFunction(AuditJson::hash, anchorInterval),
                TypeInformation.of(AuditRecord.class)),
        Stages.CHAIN_AUDIT);
  }

  /** What queries have led to. */
  static DataStream<AuditEvent> events(
      SingleOutputStreamOperator<Match> candidates,
      DataStream<QueryStatus> statuses,
      DataStream<Alert> alerts,
      DataStream<Verdict> verdicts) {
    return events(
            candidates.getSideOutput(MatchQueriesOperator.SEARCH_PROGRESS),
            AuditEvents::refused,
            Stages.AUDIT_REFUSALS)
        .union(
            events(statuses, AuditEvents::searched, Stages.AUDIT_SEARCHES),
            stage(alerts.map(AuditEvents::alerted).returns(EVENT), Stages.AUDIT_ALERTS),
            stage(verdicts.map(AuditEvents::judged).returns(EVENT), Stages.AUDIT_VERDICTS));
  }

  private static <T> DataStream<AuditEvent> events(
      DataStream<T> told, FlatMapFunction<T, AuditEvent> function, String stage) {
    return stage(told.flatMap(function).returns(EVENT), stage);
  }
}
