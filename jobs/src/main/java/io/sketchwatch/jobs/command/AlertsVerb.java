package io.sketchwatch.jobs.command;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.jobs.codec.AlertJson;
import io.sketchwatch.jobs.codec.BadRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Shows alerts: those sent so far, and on request those to come. */
@Command(
    name = "alerts",
    description =
        "Show the alerts that were sent, and with --follow those to come; or with --top each"
            + " query's best people so far.",
    footer = {
      "  sketchwatch alerts --since PT1H",
      "  sketchwatch alerts --follow --json | jq .trackletId",
      "  sketchwatch alerts --query case-17 --top 20"
    })
final class AlertsVerb extends Verb {

  private static final String ALERTS = "alerts";

  @Mixin private KafkaOptions kafka;

  @Option(names = "--follow", description = "Go on with those to come, until stopped.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "INSTANT|DURATION",
      converter = SinceConverter.class,
      description = "Those sent since then, such as 2026-03-01T08:00:00Z, or PT1H ago.")
  private Instant since;

  @Option(names = "--query", paramLabel = "ID", description = "Those of this query only.")
  private String queryId;

  @Option(
      names = "--top",
      paramLabel = "N",
      description =
          "Show each query's N best people among them instead, the best first, but for those who"
              + " were rejected.")
  private Integer top;

  @Option(
      names = "--json",
      description = "Print JSON, a line an alert, as it was sent; with --top, a line a query.")
  private boolean json;

  private AlertRanking ranking;

  @Override
  void run() throws Exception {
    if (top != null && (top < 1 || follow)) {
      throw misuse("Expected a --top of at least 1, and without --follow");
    }
    if (top != null) {
      ranking = new AlertRanking(new VerdictTopic(kafka).inForce());
    }
    read();
    if (top != null) {
      ranking.print(top, json, out());
    }
  }

  private void read() throws Exception {
    try (TopicReader reader = new TopicReader(kafka, ALERTS)) {
      reader.seek(since);
      reader.readToEnd(this::show);
      if (follow) {
        reader.follow(this::show);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void show(ConsumerRecord<String, byte[]> record) {
    try {
      Alert alert = AlertJson.decode(record.value());
      if (queryId != null && !queryId.equals(alert.queryId())) {
        return;
      }
      if (ranking == null) {
        print(alert, record.value());
      } else {
        ranking.add(alert);
      }
    } catch (BadRecordException e) {
      err().printf("Alert at offset %d is left out: %s%n", record.offset(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(Alert alert, byte[] value) throws IOException {
    if (json) {
      JsonLines.writeRaw(out(), value);
      return;
    }
    out()
        .printf(
            "%s  camera %s  score %.3f (threshold %.3f)  %s  query %s  tracklet %s%s%n",
            alert.firstSeen(),
            alert.cameraId(),
            alert.score(),
            alert.threshold(),
            alert.phase(),
            alert.queryId(),
            alert.trackletId(),
            alert.revision() == 0 ? "" : "  revision " + alert.revision());
  }

  /** Reads an instant, or how long ago. */
  static final class SinceConverter implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
      try {
        return text.startsWith("P")
            ? Instant.now().minus(Duration.parse(text))
            : Instant.parse(text);
      } catch (DateTimeException | ArithmeticException e) {
        throw new TypeConversionException(
            "expected an instant such as 2026-03-01T08:00:00Z or a duration such as PT1H, but was '"
                + text
                + "'");
      }
    }
  }
}
