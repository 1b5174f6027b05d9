package io.sketchwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.jobs.application.LiveMatchingApplication;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.codec.FrameRecords;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboard and alerts beside what the live job reports to Prometheus while it runs. */
@Timeout(180)
class ReportedMetricsITCase {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String REPORTER = "metrics.reporter.prom.";

  private static EmbeddedBroker broker;
  private static MiniCluster cluster;
  private static JobID job;
  private static int port;

  @BeforeAll
  static void startTheLiveJob(@TempDir Path unpacked) throws Exception {
    broker = EmbeddedBroker.start();
    KafkaConnection kafka = KafkaConnection.to(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(kafka, TopicOptions.ofOneBroker(1))) {
      topics.create(EnumSet.allOf(Topic.class));
    }
    port = freePort();
    cluster = new MiniCluster(configuration());
    cluster.start();
    Configuration options = new Configuration();
    options.setString("parallelism.default", "1");
    options.setString("restart-strategy.type", "disable");
    job =
        cluster
            .submitJob(LiveMatchingApplication.matching(kafka, options, unpacked).graph())
            .get()
            .getJobID();
    sendAFrame(kafka);
  }

  /** Some series begin with the first frame. */
  private static void sendAFrame(KafkaConnection kafka) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] picture = ImageCodec.jpeg(new Image(64, 128, new byte[64 * 128 * 3]), 0.9);
      producer
          .send(
              FrameRecords.producerRecord(
                  Topic.FRAMES.topicName(), "gate", "1", Instant.now(), "image/jpeg", picture))
          .get();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.cancelJob(job).get();
    cluster.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana/live-matching.json", "prometheus/alerts.yaml"})
  void shouldAskOnlyForSeriesThatTheJobReports(String file) {
    Set<Selector> asked = Selector.in(Documents.text(file));

    assertThat(asked).isNotEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(missing(asked)).as("series that nobody reports").isEmpty());
  }

  @Test
  void shouldMissASeriesThatTheJobDoesNotReport() throws Exception {
    String reported = "flink_jobmanager_job_numRestarts";
    await().atMost(PATIENCE).until(() -> missing(Selector.in(reported)).isEmpty());

    assertThat(missing(Selector.in("sum(flink_jobmanager_job_restarts)"))).hasSize(1);
    assertThat(missing(Selector.in(reported + "{job_name=\"another\"}"))).hasSize(1);
    assertThat(missing(Selector.in(reported + "{job_name=~\"sketchwatch.*\"}"))).isEmpty();
  }

  private static Set<Selector> missing(Set<Selector> asked) throws Exception {
    String page = page();
    return asked.stream()
        .filter(Predicate.not(selector -> selector.isIn(page)))
        .collect(Collectors.toSet());
  }

  private static String page() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/metrics".formatted(port))).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static MiniClusterConfiguration configuration() {
    Configuration settings = new Configuration();
    settings.set(RestOptions.BIND_PORT, "0");
    settings.setString("taskmanager.memory.managed.size", "256m");
    settings.setString(
        REPORTER + "factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    settings.setString(REPORTER + "port", String.valueOf(port));
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(settings)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(1)
        .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
