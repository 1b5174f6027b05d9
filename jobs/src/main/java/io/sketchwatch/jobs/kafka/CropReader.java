package io.sketchwatch.jobs.kafka;

import io.sketchwatch.core.crop.CropGoneException;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.StoredCrops;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.operators.embedding.StoredCropsFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads stored crops back. What it returns has the reference's hash: where a job that restarted has
 * written the key again, and compaction has removed the first copy, it reads on to the later one.
 * Crops that are read in their order are fetched many at a time. Not thread-safe.
 */
public final class CropReader implements StoredCrops {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Duration timeout;

  /**
   * Opens a reader.
   *
   * @param timeout how long one crop may take
   */
  public CropReader(KafkaConnection connection, Duration timeout) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    properties.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.timeout = timeout;
  }

  /** Reads crops wherever a job runs. */
  public static StoredCropsFactory factory(KafkaConnection connection, Duration timeout) {
    return () -> new CropReader(connection, timeout);
  }

  /**
   * Reads one crop.
   *
   * @throws CropGoneException if there is no record of that hash at the reference or after it, or
   *     the topic begins after it
   * @throws IOException if Kafka does not answer in time
   */
  @Override
  public byte[] read(CropReference reference) throws IOException {
    TopicPartition partition = new TopicPartition(reference.topic(), reference.partition());
    try {
      return find(reference, partition);
    } catch (KafkaException e) {
      throw new IOException(
          "Crop '%s' can't be read: %s".formatted(reference.toUri(), e.getMessage()), e);
    }
  }

  private byte[] find(CropReference reference, TopicPartition partition) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    goTo(reference.offset(), partition);
    var record = next(reference, partition, deadline);
    if (record != null && record.offset() != reference.offset() && isBeforeAll(reference)) {
      throw new CropGoneException(reference);
    }
    while (record != null) {
      if (record.value() != null && Sha256.hex(record.value()).equals(reference.sha256())) {
        return record.value();
      }
      record = next(reference, partition, deadline);
    }
    throw new CropGoneException(reference);
  }

  /** Going to where it is already would cost what was fetched ahead. */
  private void goTo(long offset, TopicPartition partition) {
    Set<TopicPartition> assigned = Set.of(partition);
    if (!consumer.assignment().equals(assigned)) {
      consumer.assign(assigned);
      consumer.seek(partition, offset);
    } else if (consumer.position(partition) != offset) {
      consumer.seek(partition, offset);
    }
  }

  /** The next record; null at the end. */
  private ConsumerRecord<byte[], byte[]> next(
      CropReference reference, TopicPartition partition, long deadline) throws IOException {
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return record;
      }
      if (consumer.position(partition) >= consumer.endOffsets(List.of(partition)).get(partition)) {
        return null;
      }
    }
    throw new IOException(
        "Crop '%s' was not found within %s".formatted(reference.toUri(), timeout));
  }

  private boolean isBeforeAll(CropReference reference) {
    return consumer.beginningOffsets(consumer.assignment()).values().stream()
        .allMatch(beginning -> beginning > reference.offset());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
