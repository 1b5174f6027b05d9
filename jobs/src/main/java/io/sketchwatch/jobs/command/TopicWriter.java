package io.sketchwatch.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes single records of a topic that must be there.
 *
 * @param kafka where
 * @param topic its name
 * @param kind what a record is, as errors call it
 */
record TopicWriter(KafkaOptions kafka, String topic, String kind) {

  /**
   * Sends a record; returns when Kafka has it.
   *
   * @param value null for a tombstone
   */
  void send(String key, byte[] value) throws IOException, InterruptedException {
    kafka.partitions(topic);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka refused %s '%s': %s".formatted(kind, key, e.getCause().getMessage()), e);
    }
  }
}
