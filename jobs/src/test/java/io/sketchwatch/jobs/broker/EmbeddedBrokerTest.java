package io.sketchwatch.jobs.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {

  private static final TopicPartition PARTITION = new TopicPartition("notes", 0);

  @TempDir Path folder;

  @Test
  void shouldKeepRecordsOfAGivenFolderForTheNextBroker() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
      createTopic(broker);
      send(broker, "first".getBytes(UTF_8));
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
      assertThat(new String(read(broker), UTF_8)).isEqualTo("first");
    }
  }

  @Test
  void shouldTakeARecordOfSixteenMebibytesAndDeleteItsFolder() throws Exception {
    byte[] frame = new byte[16 * 1024 * 1024];
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      createTopic(broker);
      send(broker, frame);

      assertThat(read(broker)).hasSize(frame.length);
    }
  }

  private static void createTopic(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(Set.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static void send(EmbeddedBroker broker, byte[] value) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "max.request.size",
            EmbeddedBroker.MAX_RECORD_BYTES);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get(20, TimeUnit.SECONDS);
    }
  }

  private static byte[] read(EmbeddedBroker broker) {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seek(PARTITION, 0);
      return consumer.poll(Duration.ofSeconds(20)).records(PARTITION).get(0).value();
    }
  }
}
