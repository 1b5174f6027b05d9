package io.sketchwatch.jobs.command;

import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a query, or a new version of one. */
@Command(
    name = "add",
    description = "Search for the person in a sketch, in the past that is held and from now on.",
    footer = {
      "  sketchwatch query add --sketch suspect.png",
      "  sketchwatch query add --sketch suspect.png --id case-17 --camera gate --camera square \\",
      "      --lookback PT6H --false-alerts-per-day 5 --cooldown PT10M",
      "  sketchwatch query add --sketch missing.jpg --threshold 0.55 --authority 2026/118 \\",
      "      --purpose 'missing person' --owner 'Sgt. Lind'"
    })
final class QueryAddVerb extends Verb {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--sketch",
      required = true,
      paramLabel = "FILE",
      description = "The drawing: JPEG, PNG, BMP or GIF.")
  private Path sketch;

  @Option(
      names = "--id",
      description = "The query's name; default: a new one. A known name gets a new version.")
  private String queryId;

  @Option(
      names = "--camera",
      paramLabel = "ID",
      description = "Only this camera; may be repeated; default: all.")
  private List<String> cameras;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Alert on people first seen at or after this time only.")
  private Instant from;

  @Option(names = "--until", paramLabel = "INSTANT", description = "When the query ends.")
  private Instant until;

  @Option(
      names = "--lookback",
      paramLabel = "DURATION",
      description = "How far into the past, such as PT6H; default: all that is held.")
  private Duration lookback;

  @ArgGroup private Sensitivity sensitivity = new Sensitivity();

  @Option(
      names = "--cooldown",
      paramLabel = "DURATION",
      defaultValue = "PT0S",
      description = "Least time between two alerts of one camera; default: none.")
  private Duration cooldown;

  @Option(names = "--authority", paramLabel = "REFERENCE", description = "The case.")
  private String authority;

  @Option(names = "--purpose", description = "Why, in words; needs --authority.")
  private String purpose;

  @Option(names = "--owner", description = "Who answers for it; needs --authority.")
  private String owner;

  @Option(names = "--json", description = "Print what was sent, without the sketch, as JSON.")
  private boolean json;

  /** What makes an alert: one of the two. */
  static final class Sensitivity {

    @Option(
        names = "--threshold",
        paramLabel = "SCORE",
        description = "Least score of an alert, -1 to 1.")
    private Double threshold;

    @Option(
        names = "--false-alerts-per-day",
        paramLabel = "N",
        description = "Budget that the threshold is derived from; default: 10.")
    private Double falseAlertsPerDay;
  }

  @Override
  void run() throws Exception {
    if (authority == null && (purpose != null || owner != null)) {
      throw misuse("--purpose and --owner belong to an --authority");
    }
    String id = queryId == null ? "q-" + UUID.randomUUID().toString().substring(0, 8) : queryId;
    Query query = checked(id, drawing());
    QueryTopic topic = new QueryTopic(kafka);
    Query known = topic.read().get(id);
    Query sent = known == null ? query : QueryTopic.next(known, query);
    topic.put(sent);
    QueryReport.of(sent, null).print(json, out());
  }

  private Query checked(String id, Media drawing) {
    try {
      return new Query(
          id,
          1,
          Query.State.ACTIVE,
          drawing,
          cameras,
          from,
          until,
          lookback == null ? null : lookback.toMillis(),
          sensitivity.threshold,
          sensitivity.falseAlertsPerDay,
          cooldown.toMillis(),
          authority == null ? null : new Authority(authority, purpose, owner));
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage());
    }
  }

  /** JPEG and PNG as they are; other formats become PNG, which is what the job reads. */
  private Media drawing() throws IOException {
    byte[] bytes = Files.readAllBytes(sketch);
    Image image;
    try {
      image = ImageCodec.decode(bytes);
    } catch (BadImageException e) {
      throw new IOException("Sketch '%s': %s".formatted(sketch, e.getMessage()), e);
    }
    if (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8) {
      return new Media("image/jpeg", bytes, null);
    }
    return new Media("image/png", bytes[0] == (byte) 0x89 ? bytes : ImageCodec.png(image), null);
  }
}
