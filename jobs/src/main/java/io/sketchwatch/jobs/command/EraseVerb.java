package io.sketchwatch.jobs.command;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.ErasureStatus;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Erases what was seen of people, and proves it. */
@Command(
    name = "erase",
    description = {
      "Erase sightings from the gallery of the running job, and them, their crops and confirmed"
          + " photos of them from Kafka; say what is gone, and when the rest goes. All conditions"
          + " that are given must be met; given again, it erases what has come since."
    },
    footer = {
      "  sketchwatch erase --kafka kafka:9092 --camera gate",
      "  sketchwatch erase --from 2026-05-01T12:00:00Z --until 2026-05-01T12:10:00Z --json",
      "  sketchwatch erase --sighting gate/gate/f000123/0"
    })
final class EraseVerb extends Verb {

  /** Readings that may still find something, because it was on its way. */
  private static final int MOST_READINGS = 5;

  /** What speaks of people, is never overwritten and goes by its time. */
  private static final List<Topic> BY_RETENTION =
      List.of(Topic.FRAMES, Topic.ALERTS, Topic.DEAD_LETTERS);

  private static final List<Topic> ORDERS = List.of(Topic.ERASURES, Topic.ERASURE_STATUS);

  @Mixin private KafkaOptions kafka;

  @Option(names = "--camera", paramLabel = "ID", description = "Of one camera; default: of all.")
  private String camera;

  @Option(
      names = "--sighting",
      paramLabel = "KEY",
      description = "One, camera/tracklet/shot, or all of a tracklet, camera/tracklet.")
  private String sighting;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Of people who were in sight then or later; default: all before.")
  private Instant from;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      description = "Of people who came into sight earlier; at most, and by default: now.")
  private Instant until;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "PT1M",
      description = "How long to wait for the job's answer; default: ${DEFAULT-VALUE}.")
  private Duration patience;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    Instant now = Instant.now();
    Erasure order =
        checked(
            () ->
                new Erasure(
                    "erasure-" + UUID.randomUUID(),
                    camera,
                    sighting,
                    from,
                    until == null ? now : until,
                    now));
    kafka.requireAnswer();
    try (TopicAdmin admin = new TopicAdmin(kafka.connection(), TopicOptions.defaults())) {
      admin.check(ORDERS);
      ErasureReport report = erase(order, admin);
      report.print(json, out());
      requireClean(report);
    }
  }

  private ErasureReport erase(Erasure order, TopicAdmin admin)
      throws IOException, InterruptedException {
    ErasureScan scan = new ErasureScan(kafka, order);
    scan.read();
    Optional<ErasureStatus> answer = new ErasureTopic(kafka).give(order, patience);
    if (answer.isEmpty()) {
      err()
          .printf(
              "No job has answered within %s: the order stands, and is obeyed when one runs%n",
              patience);
    }
    scan.read();
    for (int reading = 0; !scan.isClean() && reading < MOST_READINGS; reading++) {
      scan.writeTombstones();
      scan.read();
    }
    return report(order, answer, scan, admin);
  }

  private static ErasureReport report(
      Erasure order, Optional<ErasureStatus> answer, ErasureScan scan, TopicAdmin admin)
      throws IOException {
    List<ErasureReport.Erased> erased = new ArrayList<>();
    for (Topic topic : ErasureScan.TOPICS) {
      int left = scan.left(topic);
      erased.add(
          new ErasureReport.Erased(
              topic.topicName(), scan.found(topic) - left, left, gone(topic, admin)));
    }
    List<ErasureReport.Kept> kept = new ArrayList<>();
    for (Topic topic : BY_RETENTION) {
      kept.add(new ErasureReport.Kept(topic.topicName(), gone(topic, admin)));
    }
    return ErasureReport.of(
        order,
        answer
            .map(status -> new ErasureReport.Gallery(status.sightings(), status.copiesUntil()))
            .orElse(null),
        erased,
        kept);
  }

  private static Instant gone(Topic topic, TopicAdmin admin) throws IOException {
    return admin.longestStay(topic).map(Instant.now()::plus).orElse(null);
  }

  private static void requireClean(ErasureReport report) throws IOException {
    if (!report.isClean()) {
      throw new IOException(
          "Something writes what '%s' covers faster than it is erased: stop reembed, and erase again"
              .formatted(report.erasureId()));
    }
  }
}
