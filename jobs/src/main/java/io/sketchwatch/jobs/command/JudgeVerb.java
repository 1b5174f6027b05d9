package io.sketchwatch.jobs.command;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.jobs.codec.AlertJson;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends what an analyst says of an alert. */
abstract class JudgeVerb extends Verb {

  private final Decision decision;

  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "ALERT_ID", description = "The alert.")
  private String alertId;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who says it; default: the user of this machine.")
  private String by;

  @Option(names = "--json", description = "Print what was sent as JSON.")
  private boolean json;

  JudgeVerb(Decision decision) {
    this.decision = decision;
  }

  @Override
  void run() throws Exception {
    if (by.isBlank()) {
      throw misuse("Expected a name after --by, but it was blank");
    }
    Alert alert = require();
    Verdict verdict =
        new Verdict(alertId, alert.queryId(), alert.trackletId(), decision, by, Instant.now());
    byte[] value = new VerdictTopic(kafka).put(verdict);
    if (json) {
      JsonLines.writeRaw(out(), value);
    } else {
      out()
          .printf(
              "%s by %s: alert %s of query '%s', tracklet %s%n",
              decision, by, alertId, verdict.queryId(), verdict.trackletId());
    }
  }

  private Alert require() throws IOException, InterruptedException {
    AtomicReference<Alert> found = new AtomicReference<>();
    try (TopicReader reader = new TopicReader(kafka, Topic.ALERTS.topicName())) {
      reader.seek(null);
      reader.readToEnd(record -> look(record, found));
    }
    if (found.get() == null) {
      throw new IOException(
          "Alert '%s' is not known: list them with: sketchwatch alerts --json".formatted(alertId));
    }
    return found.get();
  }

  private void look(ConsumerRecord<String, byte[]> record, AtomicReference<Alert> found) {
    try {
      Alert alert = AlertJson.decode(record.value());
      if (alert.alertId().equals(alertId)) {
        found.set(alert);
      }
    } catch (BadRecordException e) {
      // An alert that can't be read is not the one that was asked for.
    }
  }
}
