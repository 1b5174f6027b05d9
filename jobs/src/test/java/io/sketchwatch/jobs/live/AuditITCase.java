package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.audit.AuditEvent.Kind;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.codec.AuditJson;
import io.sketchwatch.jobs.command.CommandRun;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the production job records of two cases, and whether the command finds it meddled with. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditITCase {

  private static final Color RED = Color.getHSBColor(0, 0.9f, 0.9f);

  private static LiveJobOnKafka job;
  private static List<AuditRecord> ofCase;

  @BeforeAll
  static void searchForTwoCases(@TempDir Path savepoints) throws Exception {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.AUDIT_ANCHOR_INTERVAL, Duration.ofMillis(500));
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    job = new LiveJobOnKafka(2, options);
    ask("red", "2026/118");
    ask("other", "2026/119");

    job.send(new BlockCamera("gate", BlockWorld.START).crossing(RED));
    job.awaitAlerts("red", 1);
    job.judge(job.alerts("red").get(0), Decision.CONFIRM);
    job.awaitRecords(Topic.EXEMPLARS, 1);
    job.withdraw("red");
    job.drain(savepoints);

    ofCase = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : job.records(Topic.AUDIT)) {
      AuditRecord read = AuditJson.decode(record.value());
      if (read.reference().equals("2026/118")) {
        ofCase.add(read);
      }
    }
  }

  private static void ask(String queryId, String reference) throws Exception {
    Query query = LiveJobOnKafka.aQuery(queryId, RED, null, LiveJobOnKafka.THRESHOLD);
    job.ask(
        new Query(
            queryId,
            query.version(),
            query.state(),
            query.sketch(),
            query.cameras(),
            query.from(),
            query.until(),
            query.lookbackMillis(),
            query.threshold(),
            query.falseAlertsPerDay(),
            query.cooldownMillis(),
            new Authority(reference, "missing person", "desk 4")));
    job.awaitStatus(queryId, Status.ACTIVE);
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @Test
  @Order(1)
  void shouldRecordWhoAskedWhatWasSearchedWhatCameOutAndWhatWasSaidOfIt() {
    assertThat(ofCase)
        .extracting(record -> record.event().kind())
        .startsWith(Kind.QUERY_ACCEPTED)
        .contains(Kind.PAST_SEARCHED, Kind.ALERTED, Kind.JUDGED, Kind.QUERY_WITHDRAWN);
    assertThat(ofCase).allSatisfy(r -> assertThat(r.event().queryId()).isEqualTo("red"));
    assertThat(ofCase.get(0).event().details())
        .containsEntry("owner", "desk 4")
        .containsEntry("purpose", "missing person");
  }

  @Test
  @Order(2)
  void shouldPassWhatTheJobWrote() throws Exception {
    CommandRun run = verify();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json())
        .extracting(line -> line.get("reference").asText())
        .containsExactly("2026/118", "2026/119", "unauthorised");
    JsonNode chain = run.json().get(0);
    assertThat(chain.get("records").asInt()).isEqualTo(ofCase.size());
    assertThat(chain.get("anchoredSeq").asInt()).isNotNegative();
    assertThat(chain.get("unanchored").asInt())
        .isEqualTo(ofCase.size() - 1 - chain.get("anchoredSeq").asInt());
    assertThat(verify("--case", "2026/119").json()).hasSize(1);
    assertThat(verify("--case", "2026/120").err()).startsWith("Case '2026/120' has no audit");
  }

  @Test
  @Order(3)
  void shouldFindARecordThatIsMissingUnlessItIsGoneByRetention() throws Exception {
    List<ConsumerRecord<byte[], byte[]>> written = job.records(Topic.AUDIT);
    emptyAudit();
    for (ConsumerRecord<byte[], byte[]> record : written) {
      AuditRecord read = AuditJson.decode(record.value());
      if (!read.equals(ofCase.get(0))) {
        job.send(new ProducerRecord<>(record.topic(), record.key(), record.value()));
      }
    }

    CommandRun run = verify("--case", "2026/118");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("Audit is not as it was written (findings: ");
    JsonNode finding = run.json().get(0).get("findings").get(0);
    assertThat(finding.get("seq").asLong()).isZero();
    assertThat(finding.get("problem").asText()).startsWith("is missing");
    String later = ofCase.get(0).at().plusMillis(1).toString();
    assertThat(verify("--case", "2026/118", "--retained-since", later).exitCode()).isZero();
  }

  @Test
  @Order(4)
  void shouldFindARecordThatWasChanged() throws Exception {
    emptyAudit();
    for (AuditRecord record : ofCase) {
      String value = new String(AuditJson.encode(record), UTF_8).replace("desk 4", "desk 5");
      job.send(
          new ProducerRecord<>(
              Topic.AUDIT.topicName(), record.reference().getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    CommandRun run = verify("--case", "2026/118");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("does not have the hash that record 1 names");
  }

  private static void emptyAudit() throws Exception {
    try (Admin admin = Admin.create(job.connection().properties())) {
      TopicPartition only = new TopicPartition(Topic.AUDIT.topicName(), 0);
      admin
          .deleteRecords(Map.of(only, RecordsToDelete.beforeOffset(-1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static CommandRun verify(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("audit", "verify", "--json", "--kafka", job.connection().bootstrapServers()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }
}
