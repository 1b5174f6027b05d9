package io.sketchwatch.jobs.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.command.SmallTraining;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The main classes on a cluster whose environment is given to them, as Flink's is. */
@Timeout(180)
class ApplicationsITCase {

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(1)
              .build());

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void shouldRunTheLiveJobByItsArgumentsAlone() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      KafkaConnection kafka = KafkaConnection.to(broker.bootstrapServers());
      try (TopicAdmin topics = new TopicAdmin(kafka, TopicOptions.ofOneBroker(1))) {
        topics.create(EnumSet.allOf(Topic.class));
      }
      Path settings = Files.writeString(folder.resolve("kafka.properties"), "client.id=live\n");

      JobClient job =
          LiveMatchingApplication.submit(
              "--kafka", broker.bootstrapServers(), "--kafka-config", settings.toString());

      sendABadQuery(kafka);
      await("dead letter").atMost(PATIENCE).until(() -> length(kafka, Topic.DEAD_LETTERS) == 1);
      job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void sendABadQuery(KafkaConnection kafka) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] bad = "no query".getBytes(UTF_8);
      producer
          .send(new ProducerRecord<>(Topic.QUERIES.topicName(), "bad".getBytes(UTF_8), bad))
          .get();
    }
  }

  private static long length(KafkaConnection kafka, Topic topic) throws Exception {
    TopicPartition only = new TopicPartition(topic.topicName(), 0);
    try (Admin admin = Admin.create(kafka.properties())) {
      return admin.listOffsets(Map.of(only, OffsetSpec.latest())).all().get().get(only).offset();
    }
  }

  @Test
  void shouldTrainAndPackageByItsArgumentsAlone() throws Exception {
    Path data = folder.resolve("data");
    SyntheticDataSet.write(data, 10, 2, 2, 3, done -> {});
    Path recipe = Files.writeString(folder.resolve("recipe.json"), SmallTraining.RECIPE);
    Path out = folder.resolve("checkpoint");

    TrainDalNetApplication.main(
        new String[] {
          "--data",
          data.toString(),
          "--out",
          out.toString(),
          "--config",
          recipe.toString(),
          "--device",
          "gpu"
        });

    assertThat(Checkpoint.open(out).manifest().epoch()).isEqualTo(1);
    try (Stream<Path> packages = Files.list(out.resolve("models"))) {
      Path only = packages.findFirst().orElseThrow();
      assertThat(ModelPackage.open(only).manifest().metrics()).containsKey("mAP");
    }
  }

  @Test
  void shouldRefuseAnArgumentThatItDoesNotKnow() {
    assertThatThrownBy(() -> LiveMatchingApplication.submit("--kafak", "localhost:9092"))
        .hasMessageContaining("'--kafak' must be one of [kafka, kafka-config]");
  }

  @Test
  void shouldAskForKafkaWhenItIsNotNamed() {
    assertThatThrownBy(LiveMatchingApplication::submit).hasMessageContaining("kafka");
  }
}
