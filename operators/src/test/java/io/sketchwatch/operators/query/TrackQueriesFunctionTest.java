package io.sketchwatch.operators.query;

import static io.sketchwatch.operators.query.QueryBuilder.aQuery;
import static io.sketchwatch.operators.query.QueryBuilder.origin;
import static io.sketchwatch.operators.query.QueryBuilder.tombstone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackQueriesFunctionTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private KeyedOneInputStreamOperatorTestHarness<String, ParsedQuery, SketchToEmbed> harness;

  @BeforeEach
  void open() throws Exception {
    harness = newHarness(null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldPassOnAnAcceptedQueryWithItsLookbackAsAnInstant() throws Exception {
    send(aQuery(1).lookback(60_000).threshold(0.4).parsed());

    assertThat(harness.extractOutputValues())
        .containsExactly(
            new SketchToEmbed(
                "q",
                1,
                new Media("image/png", QueryBuilder.SKETCH, null),
                new QueryScope(List.of("c1"), null, null, NOW.minusSeconds(60)),
                0.4,
                null,
                7,
                false));
    assertThat(statuses()).containsExactly(tuple(1L, Status.ACCEPTED));
  }

  @Test
  void shouldTellAnAuditWhatWasAskedWithoutThePicture() throws Exception {
    send(aQuery(1).parsed(), aQuery(1).parsed(), tombstone(), tombstone());

    Query withoutSketch = aQuery(1).build().with(null);
    assertThat(sideOutput(TrackQueriesFunction.DECISIONS))
        .extracting(
            decision -> decision.status().status(),
            QueryDecision::query,
            QueryDecision::sketchSha256)
        .containsExactly(
            tuple(Status.ACCEPTED, withoutSketch, Sha256.hex(QueryBuilder.SKETCH)),
            tuple(Status.WITHDRAWN, withoutSketch, Sha256.hex(QueryBuilder.SKETCH)),
            tuple(Status.WITHDRAWN, null, null));
  }

  @Test
  void shouldIgnoreVersionsThatAreNotHigher() throws Exception {
    send(aQuery(2).parsed(), aQuery(2).parsed(), aQuery(1).parsed(), aQuery(3).parsed());

    assertThat(versions()).containsExactly(2L, 3L);
    assertThat(statuses()).hasSize(2);
  }

  @Test
  void shouldForgetVersionsWithATombstone() throws Exception {
    send(aQuery(5).parsed(), tombstone(), aQuery(0).parsed());

    assertThat(harness.extractOutputValues())
        .extracting(SketchToEmbed::version, SketchToEmbed::removed)
        .containsExactly(tuple(5L, false), tuple(5L, true), tuple(0L, false));
    assertThat(statuses())
        .containsExactly(
            tuple(5L, Status.ACCEPTED), tuple(5L, Status.WITHDRAWN), tuple(0L, Status.ACCEPTED));
  }

  @Test
  void shouldRejectAnUnreadableSketchAndKeepTheVersionBefore() throws Exception {
    send(
        aQuery(1).parsed(),
        aQuery(2).drawn(new Media("image/png", new byte[] {1, 2, 3}, null)).parsed(),
        aQuery(1).parsed());

    assertThat(versions()).containsExactly(1L);
    assertThat(statuses()).contains(tuple(2L, Status.REJECTED));
    DeadLetter letter = sideOutput(DeadLetters.TAG).get(0);
    assertThat(letter.stage()).isEqualTo(Stages.TRACK_QUERIES);
    assertThat(letter.value()).containsExactly(9);
    assertThat(letter.error()).startsWith("Query 'q' version 2 must have a sketch");
  }

  @Test
  void shouldPassOnARefusedRecordWithAStatusIfItNamesAQuery() throws Exception {
    DeadLetter letter = new DeadLetter(origin(), null, new byte[] {9}, "query-source", "bad JSON");
    send(
        new ParsedQuery("q", null, letter, origin(), letter.value()),
        new ParsedQuery("", null, letter, origin(), letter.value()));

    assertThat(sideOutput(DeadLetters.TAG)).containsExactly(letter, letter);
    assertThat(sideOutput(TrackQueriesFunction.STATUS))
        .extracting(QueryStatus::status, QueryStatus::reason)
        .containsExactly(tuple(Status.REJECTED, "bad JSON"));
  }

  @Test
  void shouldKeepAPausedQueryWithoutLettingItMatch() throws Exception {
    send(aQuery(1).paused().parsed());

    assertThat(harness.extractOutputValues())
        .extracting(SketchToEmbed::paused)
        .containsExactly(true);
    assertThat(statuses()).containsExactly(tuple(1L, Status.PAUSED));
  }

  @Test
  void shouldExpireAQueryAtItsEndAndRemoveItAMinuteLater() throws Exception {
    send(aQuery(1).until(NOW.plusSeconds(10)).parsed());
    proceedTo(NOW.plusMillis(9_999));
    assertThat(statuses()).containsExactly(tuple(1L, Status.ACCEPTED));

    proceedTo(NOW.plusSeconds(10));
    assertThat(statuses()).contains(tuple(1L, Status.EXPIRED));
    assertThat(versions()).hasSize(1);

    proceedTo(NOW.plusSeconds(70));
    assertThat(harness.extractOutputValues()).contains(SketchToEmbed.removal("q", 1));
  }

  @Test
  void shouldSearchThePastForAQueryThatIsOverWhenItArrives() throws Exception {
    send(aQuery(1).until(NOW.minusSeconds(3600)).parsed());
    proceedTo(NOW);
    assertThat(harness.extractOutputValues())
        .extracting(SketchToEmbed::removed)
        .containsExactly(false);
    assertThat(statuses()).containsExactly(tuple(1L, Status.ACCEPTED), tuple(1L, Status.EXPIRED));

    proceedTo(NOW.plusSeconds(60));
    assertThat(harness.extractOutputValues()).contains(SketchToEmbed.removal("q", 1));
  }

  @Test
  void shouldNotExpireAVersionThatHasBeenProlonged() throws Exception {
    send(aQuery(1).until(NOW.plusSeconds(10)).parsed(), aQuery(2).parsed());
    proceedTo(NOW.plusSeconds(600));

    assertThat(versions()).containsExactly(1L, 2L);
    assertThat(statuses()).doesNotContain(tuple(1L, Status.EXPIRED));
  }

  @Test
  void shouldTakeAnEndBeyondAllClocksForNone() throws Exception {
    send(aQuery(1).until(Instant.MAX).parsed());

    assertThat(statuses()).containsExactly(tuple(1L, Status.ACCEPTED));
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void shouldRememberVersionsAndEndsAcrossAFailure() throws Exception {
    send(aQuery(4).until(NOW.plusSeconds(10)).parsed());
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness(snapshot);

    send(aQuery(4).parsed());
    proceedTo(NOW.plusSeconds(70));

    assertThat(harness.extractOutputValues()).containsExactly(SketchToEmbed.removal("q", 4));
    assertThat(statuses()).containsExactly(tuple(4L, Status.EXPIRED));
  }

  private void send(ParsedQuery... queries) throws Exception {
    for (ParsedQuery query : queries) {
      harness.processElement(query, 0);
    }
  }

  private void proceedTo(Instant time) throws Exception {
    harness.setProcessingTime(time.toEpochMilli());
  }

  private List<Long> versions() {
    return harness.extractOutputValues().stream().map(SketchToEmbed::version).toList();
  }

  private List<Tuple> statuses() {
    return sideOutput(TrackQueriesFunction.STATUS).stream()
        .map(status -> tuple(status.version(), status.status()))
        .toList();
  }

  private <T> List<T> sideOutput(OutputTag<T> tag) {
    return harness.getSideOutput(tag).stream().map(StreamRecord::getValue).toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ParsedQuery, SketchToEmbed>
      newHarness(OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new TrackQueriesFunction(
                    new SketchReader(new AllowedRoots("some.roots", List.of())))),
            ParsedQuery::queryId,
            Types.STRING);
    harness.setProcessingTime(NOW.toEpochMilli());
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
