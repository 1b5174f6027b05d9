package io.sketchwatch.jobs.command;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.ErasureStatus;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.ErasureJson;
import io.sketchwatch.jobs.codec.ErasureStatusJson;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Orders to erase, given by the command, and what jobs answer. */
final class ErasureTopic {

  private final KafkaOptions kafka;

  ErasureTopic(KafkaOptions kafka) {
    this.kafka = kafka;
  }

  /** Every order that was given. */
  List<Erasure> read() throws IOException, InterruptedException {
    List<Erasure> erasures = new ArrayList<>();
    try (TopicReader reader = new TopicReader(kafka, Topic.ERASURES.topicName())) {
      reader.seek(null);
      reader.readToEnd(record -> add(record, erasures));
    }
    return erasures;
  }

  private static void add(ConsumerRecord<String, byte[]> record, List<Erasure> erasures) {
    try {
      if (record.value() != null) {
        erasures.add(ErasureJson.decode(record.value()));
      }
    } catch (BadRecordException e) {
      // The job refuses it too, and says why in dead-letters.
    }
  }

  /**
   * Gives an order and waits for a job's answer.
   *
   * @param patience how long
   * @return the answer; empty if no job has given one by then
   */
  Optional<ErasureStatus> give(Erasure erasure, Duration patience)
      throws IOException, InterruptedException {
    try (TopicReader answers = new TopicReader(kafka, Topic.ERASURE_STATUS.topicName())) {
      answers.seek(null);
      new TopicWriter(kafka, Topic.ERASURES.topicName(), "erasure")
          .send(erasure.erasureId(), ErasureJson.encode(erasure));
      AtomicReference<ErasureStatus> answer = new AtomicReference<>();
      long deadline = System.nanoTime() + patience.toNanos();
      while (answer.get() == null && System.nanoTime() < deadline) {
        answers.readOn(record -> note(record, erasure, answer));
      }
      return Optional.ofNullable(answer.get());
    }
  }

  private static void note(
      ConsumerRecord<String, byte[]> record,
      Erasure erasure,
      AtomicReference<ErasureStatus> answer) {
    if (erasure.erasureId().equals(record.key())) {
      try {
        answer.set(ErasureStatusJson.decode(record.value()));
      } catch (BadRecordException e) {
        // Not a job's answer: they write what can be read.
      }
    }
  }
}
