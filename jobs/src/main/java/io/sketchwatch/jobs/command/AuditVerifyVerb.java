package io.sketchwatch.jobs.command;

import io.sketchwatch.core.audit.AuditFinding;
import io.sketchwatch.core.audit.ChainReport;
import io.sketchwatch.jobs.audit.TrailVerifier;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies the audit's hash chains against each other's links and their anchors. */
@Command(
    name = "verify",
    description =
        "Verify that nothing of the audit was removed or changed up to each case's last anchor, and"
            + " tell what comes after it; exit code 1 if something was.",
    footer = {
      "  sketchwatch audit verify --kafka broker:9092",
      "  sketchwatch audit verify --case 2026/118 --retained-since 2026-01-01T00:00:00Z --json"
    })
final class AuditVerifyVerb extends Verb {

  /** How long records may take to show after the anchor that names them. */
  private static final Duration COMMIT_WAIT = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(500);

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--case",
      paramLabel = "REFERENCE",
      description = "The case, by its authority's reference; default: every one.")
  private String reference;

  @Option(
      names = "--retained-since",
      paramLabel = "INSTANT|DURATION",
      converter = AlertsVerb.SinceConverter.class,
      description =
          "Where retention starts, such as 2026-01-01T00:00:00Z, or P3650D ago: what was recorded"
              + " before may be gone; default: nothing may.")
  private Instant retainedSince;

  @Option(names = "--json", description = "Print JSON, a line a chain.")
  private boolean json;

  @Override
  void run() throws Exception {
    TrailVerifier trail = new TrailVerifier(retainedSince);
    readAnchors(trail);
    readRecords(trail);
    List<ChainReport> reports = trail.reports();
    List<AuditFinding> unreadable = trail.unreadable();
    if (reference != null && reports.isEmpty() && unreadable.isEmpty()) {
      throw new IOException("Case '%s' has no audit".formatted(reference));
    }
    int findings = unreadable.size();
    for (ChainReport report : reports) {
      print(report);
      findings += report.findings().size();
    }
    for (AuditFinding finding : unreadable) {
      print(finding);
    }
    if (findings > 0) {
      throw new IOException("Audit is not as it was written (findings: %d)".formatted(findings));
    }
  }

  private void readAnchors(TrailVerifier trail) throws IOException, InterruptedException {
    try (TopicReader reader = new TopicReader(kafka, Topic.AUDIT_ANCHORS.topicName())) {
      reader.seek(null);
      reader.readToEnd(record -> take(record, trail::addAnchor));
    }
  }

  /** Each topic's records show when its own transaction has ended: one may lag a moment behind. */
  private void readRecords(TrailVerifier trail) throws IOException, InterruptedException {
    try (TopicReader reader = new TopicReader(kafka, Topic.AUDIT.topicName())) {
      reader.seek(null);
      Instant deadline = Instant.now().plus(COMMIT_WAIT);
      reader.readToEnd(record -> take(record, trail::addRecord));
      while (trail.isBehind() && Instant.now().isBefore(deadline)) {
        Thread.sleep(PAUSE.toMillis());
        reader.readToEnd(record -> take(record, trail::addRecord));
      }
    }
  }

  private void take(ConsumerRecord<String, byte[]> record, BiConsumer<String, byte[]> taker) {
    if (reference == null || reference.equals(record.key())) {
      taker.accept(record.key(), record.value());
    }
  }

  private void print(ChainReport report) throws IOException {
    if (json) {
      JsonLines.write(out(), report);
      return;
    }
    out()
        .printf(
            "Case '%s', chain %s: %s, %s%s%n",
            report.reference(),
            report.chain(),
            report.records() == 0
                ? "no records"
                : "records %d to %d".formatted(report.firstSeq(), report.lastSeq()),
            report.anchoredSeq() == null
                ? "not anchored"
                : "anchored up to %d".formatted(report.anchoredSeq()),
            report.unanchored() == 0
                ? ""
                : "; the last %d, since %s, are not proven"
                    .formatted(report.unanchored(), report.unanchoredSince()));
    report.findings().forEach(finding -> out().println(finding.message()));
  }

  private void print(AuditFinding finding) throws IOException {
    if (json) {
      JsonLines.write(out(), finding);
    } else {
      out().println(finding.message());
    }
  }
}
