package io.sketchwatch.jobs.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic once or as it grows, as no member of any group: nothing is committed, nobody else
 * is held up. Records of one partition come in order; those of running transactions don't come.
 */
final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions;

  TopicReader(KafkaOptions kafka, String topic) throws IOException, InterruptedException {
    Map<String, Object> settings = new HashMap<>(kafka.settings());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    partitions = kafka.partitions(topic);
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
  }

  /**
   * Goes to the first record appended at or after a time.
   *
   * @param since null for the beginning
   */
  void seek(Instant since) {
    if (since == null) {
      consumer.seekToBeginning(partitions);
      return;
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp offset = offsets.get(partition);
      consumer.seek(partition, offset == null ? ends.get(partition) : offset.offset());
    }
  }

  /** Reads what is there now. */
  void readToEnd(Consumer<ConsumerRecord<String, byte[]>> receiver) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(POLL).forEach(receiver);
    }
  }

  /** Reads what comes within half a second. */
  void readOn(Consumer<ConsumerRecord<String, byte[]>> receiver) {
    consumer.poll(POLL).forEach(receiver);
  }

  /** Reads on until the thread is interrupted. */
  void follow(Consumer<ConsumerRecord<String, byte[]>> receiver) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        consumer.poll(POLL).forEach(receiver);
      }
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
