package io.sketchwatch.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.operators.embedding.CropStoreFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps crops in topic {@code crops}, a camera's in one partition. A crop is durable once every
 * replica in sync has it; one that is not within the timeout fails, and so does its reference.
 */
public final class KafkaCropStore implements CropStore {

  private static final String TOPIC = Topic.CROPS.topicName();
  private static final Duration LINGER = Duration.ofMillis(5);

  private final Producer<byte[], byte[]> producer;
  private final int partitions;

  private KafkaCropStore(Producer<byte[], byte[]> producer, int partitions) {
    this.producer = producer;
    this.partitions = partitions;
  }

  /** Opens a store wherever the job runs. */
  public static CropStoreFactory factory(KafkaConnection connection, Duration timeout) {
    return () -> open(connection, timeout);
  }

  /**
   * Opens a store.
   *
   * @param timeout how long one crop may take to become durable, at least a second
   * @throws IOException if the topic can't be seen in that time
   */
  public static KafkaCropStore open(KafkaConnection connection, Duration timeout)
      throws IOException {
    Properties properties = connection.properties();
    int millis = Math.toIntExact(timeout.toMillis());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      return new KafkaCropStore(producer, producer.partitionsFor(TOPIC).size());
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new IOException(
          "Topic '%s' at '%s' can't be seen: %s: run 'sketchwatch topics check'"
              .formatted(TOPIC, connection.bootstrapServers(), e.getMessage()),
          e);
    }
  }

  /** The callback tells the outcome, so the producer's own future is not needed. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public CompletionStage<CropReference> store(String key, String cameraId, Supplier<byte[]> jpeg) {
    byte[] value = jpeg.get();
    String sha256 = Sha256.hex(value);
    int partition = CameraPartition.of(cameraId, partitions);
    CompletableFuture<CropReference> stored = new CompletableFuture<>();
    try {
      producer.send(
          new ProducerRecord<>(TOPIC, partition, key.getBytes(UTF_8), value),
          (metadata, error) -> {
            if (error == null) {
              stored.complete(new CropReference(TOPIC, partition, metadata.offset(), sha256));
            } else {
              stored.completeExceptionally(failure(key, error));
            }
          });
    } catch (KafkaException e) {
      stored.completeExceptionally(failure(key, e));
    }
    return stored;
  }

  private static IOException failure(String key, Exception cause) {
    return new IOException(
        "Crop '%s' was not stored: %s".formatted(key, cause.getMessage()), cause);
  }

  /** Waits for the crops that are on their way, at most the timeout. */
  @Override
  public void close() {
    producer.close();
  }
}
