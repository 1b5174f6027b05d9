package io.sketchwatch.jobs.command;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.ExemplarRecords;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What an order to erase covers in topics: sightings by what they say, crops and confirmed photos
 * by the sightings that they are of, whether these are still there or were erased before. A crop
 * without any sighting, as a failure may leave it, tells nothing of its time and is not found.
 */
final class ErasureScan {

  /** In the order in which they are read. */
  static final List<Topic> TOPICS =
      List.of(Topic.SIGHTINGS, Topic.REEMBEDDED_SIGHTINGS, Topic.CROPS, Topic.EXEMPLARS);

  private final KafkaOptions kafka;
  private final Erasure erasure;
  private final Set<String> sightings = new HashSet<>();
  private final Map<Topic, Set<String>> found = new EnumMap<>(Topic.class);
  private final Map<Topic, Map<String, Integer>> left = new EnumMap<>(Topic.class);

  ErasureScan(KafkaOptions kafka, Erasure erasure) {
    this.kafka = kafka;
    this.erasure = erasure;
  }

  /** Reads all topics to their ends. */
  void read() throws IOException, InterruptedException {
    for (Topic topic : TOPICS) {
      Map<String, Integer> held = new TreeMap<>();
      try (TopicReader reader = new TopicReader(kafka, topic.topicName())) {
        reader.seek(null);
        reader.readToEnd(record -> apply(topic, record, held));
      }
      left.put(topic, held);
      found.computeIfAbsent(topic, each -> new HashSet<>()).addAll(held.keySet());
    }
  }

  /** Whether the last reading has found nothing. */
  boolean isClean() {
    return left.values().stream().allMatch(Map::isEmpty);
  }

  private void apply(
      Topic topic, ConsumerRecord<String, byte[]> record, Map<String, Integer> held) {
    if (record.key() == null) {
      return;
    }
    if (record.value() != null && isCovered(topic, record)) {
      held.put(record.key(), record.partition());
    } else {
      held.remove(record.key());
    }
  }

  private boolean isCovered(Topic topic, ConsumerRecord<String, byte[]> record) {
    try {
      return switch (topic) {
        case CROPS -> sightings.contains(record.key());
        case EXEMPLARS -> sightings.contains(ExemplarRecords.decode(record.value()).photo());
        default -> isCovered(SightingCodec.decode(record.value()));
      };
    } catch (BadRecordException e) {
      // Nobody can tell what it was of; the job has made a dead letter of it.
      return false;
    }
  }

  private boolean isCovered(Sighting sighting) {
    boolean covered = erasure.covers(sighting);
    if (covered) {
      sightings.add(sighting.key());
    }
    return covered;
  }

  /** Ends what the last reading has found; returns when Kafka has it. */
  void writeTombstones() throws IOException, InterruptedException {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(kafka.settings(), new StringSerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      left.forEach(
          (topic, keys) ->
              keys.forEach(
                  (key, partition) ->
                      sent.add(
                          producer.send(
                              new ProducerRecord<>(topic.topicName(), partition, key, null)))));
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("Kafka refused a tombstone: " + e.getCause().getMessage(), e);
    }
  }

  /** How many keys of a topic were found, in all readings. */
  int found(Topic topic) {
    return found.get(topic).size();
  }

  /** How many of them the last reading has found. */
  int left(Topic topic) {
    return left.get(topic).size();
  }
}
