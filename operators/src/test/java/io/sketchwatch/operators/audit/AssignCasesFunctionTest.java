package io.sketchwatch.operators.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditEvent.Kind;
import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.operators.query.QueryDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignCasesFunctionTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private KeyedTwoInputStreamOperatorTestHarness<String, QueryDecision, AuditEvent, CaseEvent>
      harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new AssignCasesFunction()),
            decision -> decision.status().queryId(),
            AuditEvent::queryId,
            Types.STRING);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldRecordWhoAskedWhat() throws Exception {
    decide(1, Status.ACCEPTED, "case-1");

    CaseEvent recorded = harness.extractOutputValues().get(0);
    assertThat(recorded.reference()).isEqualTo("case-1");
    assertThat(recorded.event().details())
        .containsEntry("purpose", "missing person")
        .containsEntry("owner", "desk 4")
        .containsEntry("version", "1")
        .containsEntry("cameras", "gate,yard")
        .containsEntry("lookback", "PT6H")
        .containsEntry("falseAlertsPerDay", "10.0")
        .containsEntry("sketchSha256", "5e")
        .doesNotContainKeys("from", "threshold", "reason");
  }

  @Test
  void shouldTellTheStepsOfAQuerysLife() throws Exception {
    decide(1, Status.ACCEPTED, "case-1");
    decide(2, Status.PAUSED, "case-1");
    decide(3, Status.ACCEPTED, "case-1");
    decide(4, Status.REJECTED, "case-1");
    decide(3, Status.EXPIRED, "case-1");
    decide(3, Status.WITHDRAWN, "case-1");
    decide(1, Status.ACCEPTED, "case-1");

    assertThat(harness.extractOutputValues())
        .extracting(recorded -> recorded.event().kind())
        .containsExactly(
            Kind.QUERY_ACCEPTED,
            Kind.QUERY_PAUSED,
            Kind.QUERY_UPDATED,
            Kind.QUERY_REFUSED,
            Kind.QUERY_EXPIRED,
            Kind.QUERY_WITHDRAWN,
            Kind.QUERY_ACCEPTED);
  }

  @Test
  void shouldRecordInBothCasesThatAQueryMoves() throws Exception {
    decide(1, Status.ACCEPTED, "case-1");
    decide(2, Status.ACCEPTED, "case-2");
    judge("t1");

    assertThat(recorded())
        .containsExactly(
            tuple("case-1", Kind.QUERY_ACCEPTED),
            tuple("case-1", Kind.QUERY_UPDATED),
            tuple("case-2", Kind.QUERY_UPDATED),
            tuple("case-2", Kind.JUDGED));
  }

  @Test
  void shouldRecordTheEndOfASearchOnceAVersionAndSetOfModels() throws Exception {
    decide(1, Status.ACCEPTED, "case-1");
    search(1, 0.5, "m1");
    search(1, 1, "m1");
    search(1, 1, "m1");
    search(1, 1, "m1", "m2");
    search(2, 1, "m1", "m2");

    assertThat(harness.extractOutputValues().stream().skip(1))
        .extracting(
            recorded -> recorded.event().kind(),
            recorded -> recorded.event().details().get("version"),
            recorded -> recorded.event().details().get("models"))
        .containsExactly(
            tuple(Kind.PAST_SEARCHED, "1", "m1"),
            tuple(Kind.PAST_SEARCHED, "1", "m1,m2"),
            tuple(Kind.PAST_SEARCHED, "2", "m1,m2"));
  }

  @Test
  void shouldHoldWhatOvertakesTheDecisionItFollowsFrom() throws Exception {
    judge("t1");
    OperatorSubtaskState state = harness.snapshot(1, 1);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.close();
    open(state);

    decide(1, Status.ACCEPTED, "case-1");

    assertThat(recorded())
        .containsExactly(tuple("case-1", Kind.QUERY_ACCEPTED), tuple("case-1", Kind.JUDGED));
  }

  @Test
  void shouldRecordAfterAMinuteWhatBelongsToNoKnownQuery() throws Exception {
    judge("t1");
    harness.setProcessingTime(AssignCasesFunction.PATIENCE.toMillis());

    assertThat(recorded()).containsExactly(tuple("unauthorised", Kind.JUDGED));
    harness.setProcessingTime(2 * AssignCasesFunction.PATIENCE.toMillis());
    assertThat(recorded()).hasSize(1);
  }

  @Test
  void shouldRecordInItsCaseAVerdictOnWhatAWithdrawnQueryHasFound() throws Exception {
    decide(1, Status.ACCEPTED, "case-1");
    decide(1, Status.WITHDRAWN, "case-1");
    judge("t1");

    assertThat(recorded()).contains(tuple("case-1", Kind.JUDGED));
  }

  @Test
  void shouldRecordQueriesWithoutAuthorityToo() throws Exception {
    decide(1, Status.ACCEPTED, null);

    assertThat(recorded()).containsExactly(tuple("unauthorised", Kind.QUERY_ACCEPTED));
  }

  @Test
  void shouldRecordWhatCanNotBeReadInTheCaseOfTheVersionBefore() throws Exception {
    decide(1, Status.ACCEPTED, "case-1");
    harness.processElement1(new QueryDecision(status(-1, Status.REJECTED), null, null), 0);

    assertThat(recorded()).contains(tuple("case-1", Kind.QUERY_REFUSED));
  }

  private void decide(long version, Status status, String reference) throws Exception {
    Authority authority =
        reference == null ? null : new Authority(reference, "missing person", "desk 4");
    Query query =
        new Query(
            "q",
            version,
            Query.State.ACTIVE,
            null,
            List.of("gate", "yard"),
            null,
            null,
            6 * 3_600_000L,
            null,
            null,
            0,
            authority);
    harness.processElement1(new QueryDecision(status(version, status), query, "5e"), 0);
  }

  private static QueryStatus status(long version, Status status) {
    return new QueryStatus("q", version, status, null, 0, 0, null, List.of(), NOON);
  }

  private void search(long version, double progress, String... models) throws Exception {
    List<AuditEvent> events = new ArrayList<>();
    AuditEvents.searched(
        new QueryStatus(
            "q", version, Status.ACTIVE, null, progress, 10, 0.6, List.of(models), NOON),
        new ListCollector<>(events));
    for (AuditEvent event : events) {
      harness.processElement2(event, 0);
    }
  }

  private void judge(String tracklet) throws Exception {
    Verdict verdict =
        new Verdict(
            AlertIds.alertId("q", tracklet),
            "q",
            tracklet,
            Verdict.Decision.REJECT,
            "desk 4",
            NOON);
    harness.processElement2(AuditEvents.judged(verdict), 0);
  }

  private List<Tuple> recorded() {
    return harness.extractOutputValues().stream()
        .map(recorded -> tuple(recorded.reference(), recorded.event().kind()))
        .toList();
  }
}
