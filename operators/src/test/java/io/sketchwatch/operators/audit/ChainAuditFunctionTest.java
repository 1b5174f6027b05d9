package io.sketchwatch.operators.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditEvent.Kind;
import io.sketchwatch.core.audit.AuditHead;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.hash.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainAuditFunctionTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final RecordHash HASH = record -> Sha256.hex(record.toString().getBytes(UTF_8));

  private KeyedOneInputStreamOperatorTestHarness<String, CaseEvent, AuditRecord> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(null);
    proceedTo(NOON);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldNameTheHashOfTheRecordBeforeInEachCase() throws Exception {
    happen("case-1", "q1");
    proceedTo(NOON.plusSeconds(1));
    happen("case-2", "q2");
    happen("case-1", "q3");

    List<AuditRecord> records = harness.extractOutputValues();
    AuditRecord first = records.get(0);
    AuditRecord second = records.get(2);
    assertThat(first.previousHash()).isEqualTo(AuditHead.NO_HASH);
    assertThat(first.previousAt()).isNull();
    assertThat(second.previousHash()).isEqualTo(HASH.of(first));
    assertThat(second.previousAt()).isEqualTo(first.at()).isEqualTo(NOON);
    assertThat(second.at()).isEqualTo(NOON.plusSeconds(1));
    assertThat(second.chain()).isEqualTo(first.chain()).isNotEqualTo(records.get(1).chain());
    assertThat(records).extracting(AuditRecord::seq).containsExactly(0L, 0L, 1L);
  }

  @Test
  void shouldCopyTheHeadAtTheFullHourOnceIfTheChainHasGrown() throws Exception {
    proceedTo(NOON.plusSeconds(600));
    happen("case-1", "q1");
    happen("case-1", "q2");
    proceedTo(NOON.plusSeconds(3599));
    assertThat(anchors()).isEmpty();

    proceedTo(NOON.plusSeconds(3600));
    proceedTo(NOON.plusSeconds(3 * 3600));

    AuditRecord last = harness.extractOutputValues().get(1);
    assertThat(anchors())
        .containsExactly(
            new AuditAnchor(
                "case-1", last.chain(), 1, HASH.of(last), last.at(), NOON.plusSeconds(3600)));
    happen("case-1", "q3");
    proceedTo(NOON.plusSeconds(4 * 3600));
    assertThat(anchors()).extracting(AuditAnchor::seq).containsExactly(1L, 2L);
  }

  @Test
  void shouldGoOnWithTheChainAfterAFailure() throws Exception {
    happen("case-1", "q1");
    AuditRecord before = harness.extractOutputValues().get(0);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();

    harness = harness(state);
    proceedTo(NOON.minusSeconds(5));
    happen("case-1", "q2");

    AuditRecord after = harness.extractOutputValues().get(0);
    assertThat(after.chain()).isEqualTo(before.chain());
    assertThat(after.previousHash()).isEqualTo(HASH.of(before));
    assertThat(after.at()).isEqualTo(before.at());
    proceedTo(NOON.plusSeconds(3600));
    assertThat(anchors()).extracting(AuditAnchor::seq).containsExactly(1L);
  }

  /** Written by {@link #main}: a chain of two records, the first of them anchored. */
  @Test
  void shouldReadTheStateOfTheFirstRelease() throws Exception {
    harness.close();
    harness =
        harness(
            OperatorSnapshotUtil.readStateHandle(
                Path.of(getClass().getResource("/state/chain-audit-1.snapshot").toURI())
                    .toString()));
    proceedTo(NOON.plusSeconds(7200));
    happen("case-1", "q3");

    AuditRecord third = harness.extractOutputValues().get(0);
    AuditRecord second =
        new AuditRecord(
            "case-1",
            third.chain(),
            1,
            HASH.of(AuditHead.of(third.chain()).next("case-1", event("q1"), NOON)),
            NOON,
            NOON.plusSeconds(3600),
            event("q2"));
    assertThat(third.seq()).isEqualTo(2);
    assertThat(third.previousAt()).isEqualTo(second.at());
    assertThat(third.previousHash()).isEqualTo(HASH.of(second));
    assertThat(anchors()).extracting(AuditAnchor::seq).containsExactly(1L);
  }

  /** Stores the state of a release; once a release, never again for an old one. */
  public static void main(String[] file) throws Exception {
    ChainAuditFunctionTest release = new ChainAuditFunctionTest();
    release.open();
    release.happen("case-1", "q1");
    release.proceedTo(NOON.plusSeconds(3600));
    release.happen("case-1", "q2");
    Files.createDirectories(Path.of(file[0]).getParent());
    OperatorSnapshotUtil.writeStateHandle(release.harness.snapshot(1, 1), file[0]);
    release.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, CaseEvent, AuditRecord> harness(
      OperatorSubtaskState state) throws Exception {
    var function = new ChainAuditFunction(HASH, Duration.ofHours(1));
    KeyedOneInputStreamOperatorTestHarness<String, CaseEvent, AuditRecord> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function), CaseEvent::reference, Types.STRING);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private void proceedTo(Instant time) throws Exception {
    harness.setProcessingTime(time.toEpochMilli());
  }

  private void happen(String reference, String queryId) throws Exception {
    harness.processElement(new CaseEvent(reference, event(queryId)), 0);
  }

  private static AuditEvent event(String queryId) {
    return new AuditEvent(queryId, Kind.QUERY_ACCEPTED, Map.of("version", "1"));
  }

  private List<AuditAnchor> anchors() {
    var anchors = harness.getSideOutput(ChainAuditFunction.ANCHORS);
    return anchors == null ? List.of() : anchors.stream().map(StreamRecord::getValue).toList();
  }
}
