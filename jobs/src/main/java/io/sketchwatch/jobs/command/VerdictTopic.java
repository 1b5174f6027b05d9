package io.sketchwatch.jobs.command;

import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.VerdictJson;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was said of alerts, as the topic has it, read and written by the command. */
final class VerdictTopic {

  private static final String VERDICTS = Topic.VERDICTS.topicName();

  private final KafkaOptions kafka;

  VerdictTopic(KafkaOptions kafka) {
    this.kafka = kafka;
  }

  /** The last verdict on each alert, by alert id, unless it was revoked. */
  Map<String, Decision> inForce() throws IOException, InterruptedException {
    Map<String, Decision> inForce = new HashMap<>();
    try (TopicReader reader = new TopicReader(kafka, VERDICTS)) {
      reader.seek(null);
      reader.readToEnd(record -> apply(record, inForce));
    }
    return inForce;
  }

  private static void apply(ConsumerRecord<String, byte[]> record, Map<String, Decision> inForce) {
    try {
      Decision decision =
          record.value() == null ? Decision.REVOKE : VerdictJson.decode(record.value()).decision();
      if (decision == Decision.REVOKE) {
        inForce.remove(record.key());
      } else {
        inForce.put(record.key(), decision);
      }
    } catch (BadRecordException e) {
      // The job refuses it too, and says why in dead-letters.
    }
  }

  /**
   * Sends a verdict; returns when Kafka has it.
   *
   * @return what was sent
   */
  byte[] put(Verdict verdict) throws IOException, InterruptedException {
    byte[] value = VerdictJson.encode(verdict);
    new TopicWriter(kafka, VERDICTS, "verdict").send(verdict.alertId(), value);
    return value;
  }
}
