package io.sketchwatch.jobs.kafka;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.hash.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
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
 * Not thread-safe.
 */
public final class CropReader implements AutoCloseable {

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
    properties.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.timeout = timeout;
  }

  /**
   * Reads one crop.
   *
   * @throws IOException if there is no record of that hash at the reference or after it (its time
   *     is over, or it was erased), or if Kafka does not answer in time
   */
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
    consumer.assign(List.of(partition));
    consumer.seek(partition, reference.offset());
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    long deadline = System.nanoTime() + timeout.toNanos();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.value() != null && Sha256.hex(record.value()).equals(reference.sha256())) {
          return record.value();
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "Crop '%s' was not found within %s".formatted(reference.toUri(), timeout));
      }
    }
    throw new IOException(
        "Crop '%s' is not held: no record from its offset on has its hash; its time is over or it"
                .formatted(reference.toUri())
            + " was erased");
  }

  @Override
  public void close() {
    consumer.close();
  }
}
