package io.sketchwatch.jobs.live;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.ErasureJson;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What Kafka holds of a gallery at a moment, for a job that starts without its state.
 *
 * @param ends of topics {@code sightings} and {@code reembedded-sightings}, exclusive
 * @param records before these ends, at most: some may be compacted away
 * @param erasures every order to erase that was given
 */
public record StoredGallery(Map<TopicPartition, Long> ends, long records, List<Erasure> erasures) {

  /** None of it. */
  public static final StoredGallery NONE = new StoredGallery(Map.of(), 0, List.of());

  private static final Duration POLL = Duration.ofMillis(500);

  public StoredGallery {
    ends = Map.copyOf(ends);
    erasures = List.copyOf(erasures);
  }

  /**
   * Asks Kafka.
   *
   * @throws org.apache.kafka.common.KafkaException if it does not answer, or does not let the
   *     topics be read
   */
  static StoredGallery at(KafkaConnection connection) {
    var bytes = new ByteArrayDeserializer();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(connection.properties(), bytes, bytes)) {
      List<TopicPartition> partitions =
          partitions(consumer, Topic.SIGHTINGS, Topic.REEMBEDDED_SIGHTINGS);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
      long records =
          partitions.stream().mapToLong(each -> ends.get(each) - beginnings.get(each)).sum();
      return new StoredGallery(ends, records, erasures(consumer));
    }
  }

  private static List<TopicPartition> partitions(
      Consumer<byte[], byte[]> consumer, Topic... topics) {
    return Stream.of(topics)
        .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private static List<Erasure> erasures(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = partitions(consumer, Topic.ERASURES);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<Erasure> erasures = new ArrayList<>();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(record -> add(record, erasures));
    }
    return erasures;
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, List<Erasure> erasures) {
    try {
      if (record.value() != null) {
        erasures.add(ErasureJson.decode(record.value()));
      }
    } catch (BadRecordException e) {
      // The job refuses it too, and says why in dead-letters.
    }
  }
}
