package io.sketchwatch.jobs.command;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.jobs.broker.SecuredBroker;
import io.sketchwatch.jobs.codec.AlertRecords;
import io.sketchwatch.jobs.codec.Samples;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.live.FrameProgress;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.video.EncodedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command against a broker that demands TLS, a password and an ACL: who is refused, what that
 * says, and that everything works for those who are let in. No password shows anywhere.
 */
@Timeout(300)
class SecuredKafkaITCase {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Map<String, String> PASSWORDS =
      Map.of(
          "camera", "lens-secret",
          "operator", "console-secret",
          "job", "engine-secret",
          "analyst", "desk-secret",
          "observer", "bench-secret",
          "auditor", "ledger-secret");
  private static final EnumSet<Topic> INPUTS =
      EnumSet.of(
          Topic.FRAMES,
          Topic.QUERIES,
          Topic.MODELS,
          Topic.VERDICTS,
          Topic.EXEMPLARS,
          Topic.REEMBEDDED_SIGHTINGS,
          Topic.ERASURES);
  private static final EnumSet<Topic> OUTPUTS =
      EnumSet.of(
          Topic.QUERY_STATUS,
          Topic.SIGHTINGS,
          Topic.REEMBEDDED_SIGHTINGS,
          Topic.CROPS,
          Topic.ERASURE_STATUS,
          Topic.ALERTS,
          Topic.EXEMPLARS,
          Topic.MODEL_STATUS,
          Topic.COVERAGE,
          Topic.AUDIT,
          Topic.AUDIT_ANCHORS,
          Topic.DEAD_LETTERS);

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static SecuredBroker broker;
  private static CapturedLog log;

  @BeforeAll
  static void startBroker() throws Exception {
    log = new CapturedLog();
    broker = SecuredBroker.start(shared, PASSWORDS);
    broker.allow("operator", CLUSTER, "kafka-cluster", CREATE);
    broker.allow("operator", TOPIC, "*", DESCRIBE, DESCRIBE_CONFIGS);
    broker.allow("camera", TOPIC, "frames", WRITE);
    broker.allow("analyst", TOPIC, "queries", READ, WRITE);
    broker.allow("analyst", TOPIC, "query-status", READ);
    broker.allow("analyst", TOPIC, "alerts", READ);
    broker.allow("auditor", TOPIC, "audit", READ);
    broker.allow("auditor", TOPIC, "audit-anchors", READ);
    broker.allow("job", TOPIC, "*", DESCRIBE, DESCRIBE_CONFIGS);
    for (Topic topic : INPUTS) {
      broker.allow("job", TOPIC, topic.topicName(), READ);
    }
    for (Topic topic : OUTPUTS) {
      broker.allow("job", TOPIC, topic.topicName(), WRITE);
    }
    broker.allow("job", GROUP, KafkaLiveMatching.GROUP, READ);
    broker.allow("job", TRANSACTIONAL_ID, KafkaLiveMatching.GROUP, WRITE, DESCRIBE);
    CommandRun created = run("topics create -D topics.partitions=2", as("operator"));
    assertThat(created.exitCode()).as(created.err()).isZero();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
    log.close();
  }

  @AfterEach
  void shouldNeverLogAPassword() {
    System.clearProperty("sketchwatch.debug");
    System.clearProperty("sketchwatch.log.level");
    assertThat(log.text()).contains("AdminClientConfig values", "sasl.jaas.config = [hidden]");
    assertThat(PASSWORDS.values())
        .allSatisfy(password -> assertThat(log.text()).doesNotContain(password));
  }

  // -- who is refused

  @Test
  void shouldRefuseTwoCamerasWithWrongCredentials() throws Exception {
    String video = EncodedVideo.write(folder.resolve("mjpeg.avi"), 10, 3).toString();
    for (Map<String, String> wrong :
        List.of(
            broker.settings("camera", "wrong-secret"), broker.settings("unknown", "lens-secret"))) {
      CommandRun run = run("ingest --verbose " + video, file("wrong", wrong));

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines().findFirst().orElseThrow())
          .contains("Authentication failed")
          .endsWith(": look at sasl.mechanism and sasl.jaas.config in --kafka-config");
      assertThat(run.err()).contains("\tat ").doesNotContain("secret");
    }
  }

  @Test
  void shouldRefuseAPlaintextClient() throws Exception {
    Map<String, String> impatient =
        Map.of("default.api.timeout.ms", "2000", "request.timeout.ms", "2000");

    CommandRun run = run("alerts", file("plaintext", impatient));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly(
            "Kafka '%s' does not answer: is it running, is --kafka right, and is security.protocol in --kafka-config what it asks for?"
                .formatted(broker.bootstrapServers()));
  }

  @Test
  void shouldGiveNoPasswordToABrokerThatItDoesNotTrust() throws Exception {
    Map<String, String> distrustful = new HashMap<>(broker.settings("analyst"));
    distrustful.remove("ssl.truststore.type");
    distrustful.remove("ssl.truststore.location");

    CommandRun run = run("alerts", file("distrustful", distrustful));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("SSL handshake failed: look at ssl.truststore.* in --kafka-config");
  }

  @Test
  void shouldRefuseAQueryOfAProducerThatMayNotAsk() throws Exception {
    CommandRun unseen = run("query add --id refused --sketch " + sketch(), as("camera"));
    broker.allow("observer", TOPIC, "queries", READ);
    broker.allow("observer", TOPIC, "verdicts", WRITE);
    CommandRun unwritten = run("query add --id refused --sketch " + sketch(), as("observer"));

    assertThat(unseen.exitCode()).isEqualTo(1);
    assertThat(unseen.err().lines())
        .containsExactly(
            "Kafka '%s' does not let topic 'queries' be used: the user of --kafka-config lacks an ACL for it"
                .formatted(broker.bootstrapServers()));
    assertThat(unwritten.exitCode()).isEqualTo(1);
    assertThat(unwritten.err().lines())
        .containsExactly(
            "Kafka refused query 'refused': Not authorized to access topics: [queries]: the user of"
                + " --kafka-config lacks an ACL for it");
    assertThat(run("query list --json", as("analyst")).out()).doesNotContain("refused");
  }

  // -- who is let in

  @Test
  void shouldSearchWithTheJobForThoseWhoAreLetIn() throws Exception {
    String video = EncodedVideo.write(folder.resolve("mjpeg-gate.avi"), 10, 5).toString();
    assertThat(run("ingest --json " + video, as("camera")).json())
        .extracting(line -> line.get("frames").asInt())
        .containsExactly(5);
    CompletableFuture<CommandRun> ended = new CompletableFuture<>();
    Path ofJob = as("job");
    Thread matching =
        new Thread(
            () ->
                ended.complete(
                    run(
                        "match --verbose -D parallelism.default=1"
                            + " -D execution.checkpointing.interval=300ms",
                        ofJob)));
    matching.start();
    try {
      CommandRun asked =
          run(
              "query add --json --id red --authority case-1 --threshold 0.9 --sketch " + sketch(),
              withPasswordFile("analyst"));
      assertThat(asked.exitCode()).as(asked.err()).isZero();
      await("query to be searched").atMost(PATIENCE).until(() -> isActive("red"));
      await("frames to be seen").atMost(PATIENCE).until(() -> framesSeen() == 5);
      await("audit of the case")
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(run("audit verify --case case-1", as("auditor")).out())
                      .startsWith("Case 'case-1'"));
    } finally {
      matching.interrupt();
    }
    CommandRun matched = ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(matched.err()).contains("Watching").doesNotContain("secret");
    assertThat(matched.exitCode()).isZero();
  }

  @Test
  void shouldShowAlertsToThoseWhoMayReadThem() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            new HashMap<>(broker.settings("job")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(AlertRecords.producerRecord("alerts", Samples.anAlert())).get();
    }

    assertThat(run("alerts --json --query q-17", as("analyst")).json()).hasSize(1);
    assertThat(run("alerts", as("camera")).err()).contains("does not let topic 'alerts' be used");
  }

  private boolean isActive(String queryId) throws Exception {
    return run("query list --json", as("analyst")).json().stream()
        .filter(line -> line.get("queryId").asText().equals(queryId))
        .anyMatch(line -> line.at("/status/status").asText().equals("ACTIVE"));
  }

  private static long framesSeen() throws Exception {
    try (FrameProgress progress =
        new FrameProgress(new KafkaConnection(broker.bootstrapServers(), broker.settings("job")))) {
      return progress.processed();
    }
  }

  private String sketch() throws Exception {
    return Files.write(folder.resolve("sketch.png"), Pictures.png()).toString();
  }

  private static Path as(String user) throws IOException {
    return file(user, broker.settings(user));
  }

  /** A user's settings, the password in a file of its own. */
  private static Path withPasswordFile(String user) throws IOException {
    Path secrets =
        Files.writeString(shared.resolve(user + ".secret"), "word=" + PASSWORDS.get(user) + "\n");
    return file(user + "-by-name", broker.settings(user, "${file:" + secrets + ":word}"));
  }

  private static Path file(String name, Map<String, String> settings) throws IOException {
    return SecuredBroker.write(shared.resolve(name + ".properties"), settings);
  }

  private static CommandRun run(String words, Path settings) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(words.split(" ")),
                Stream.of(
                    "--kafka", broker.bootstrapServers(), "--kafka-config", settings.toString()))
            .toArray(String[]::new));
  }
}
