package io.sketchwatch.jobs.demo;

import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to where it ends now, as often as it is asked. One thread. */
public final class TopicTail implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** A reader that has read nothing. */
  public TopicTail(KafkaConnection connection, Topic topic) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** What takes a record. */
  @FunctionalInterface
  public interface Receiver {
    /** Takes one; what it throws ends the reading. */
    void accept(ConsumerRecord<byte[], byte[]> record) throws Exception;
  }

  /** Gives what has come since the last call. */
  public void readToEnd(Receiver receiver) throws Exception {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        receiver.accept(record);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
