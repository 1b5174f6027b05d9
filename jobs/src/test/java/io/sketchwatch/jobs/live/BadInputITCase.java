package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** All bad input at once, to a production job that may not restart, and good input after it. */
@Timeout(300)
class BadInputITCase {

  private static final Color RED = BlockWorld.hue(0, 12);
  private static final BlockCamera GATE = new BlockCamera("gate", BlockWorld.START);

  private static final List<BadRecord> BAD =
      List.of(
          new BadRecord("a JPEG cut in half", frame(halfAJpeg()), "its content ends early"),
          new BadRecord("a JPEG cut in its header", frame(startOfAJpeg()), "can't be decoded"),
          new BadRecord("a frame of no bytes", frame(new byte[0]), "its value is empty"),
          new BadRecord(
              "a text that says it is a picture",
              frame("Hello, world".getBytes(UTF_8)),
              "Expected JPEG or PNG, but the content is neither"),
          new BadRecord(
              "a text",
              GATE.record(BlockWorld.START, "text/plain", "Hi".getBytes(UTF_8)),
              "'content-type' must be image/jpeg"),
          new BadRecord("a PNG of gigabytes", frame(hugePng()), "the picture is 40000 x 40000"),
          new BadRecord("no capture time", withTime(null), "must have a header 'ce_time'"),
          new BadRecord("no such capture time", withTime("noon"), "an instant such as"),
          new BadRecord(
              "a capture time to come",
              withTime("2099-01-01T00:00:00Z"),
              "ahead of the wall clock"),
          new BadRecord("a frame without key", withoutKey(), "its camera id as key"),
          new BadRecord("a query of bad JSON", query("{\"queryId\":"), "Query must be JSON"),
          new BadRecord(
              "a sketch that is a text", query(json("Hello")), "a sketch that can be read"),
          new BadRecord(
              "a threshold of NaN", query(json().replace("0.99", "NaN")), "Query must be JSON"),
          new BadRecord(
              "a threshold and a budget",
              query(json().replace("0.99", "0.99,\"falseAlertsPerDay\":3")),
              "both a threshold and a budget"),
          new BadRecord("a model of bad JSON", model("{\"modelId\":"), "Model must be JSON"));

  private static final Map<BadRecord, RecordOrigin> ORIGINS = new HashMap<>();

  private static LiveJobOnKafka job;

  @BeforeAll
  static void sendBadThenGood(@TempDir Path savepoints) throws Exception {
    job = new LiveJobOnKafka(1, new Configuration());
    for (BadRecord bad : BAD) {
      ORIGINS.put(bad, job.send(bad.record));
    }
    job.send(GATE.crossing(RED));
    job.watchFor("good", RED, null);
    job.awaitAlerts("good", 1);
    job.drain(savepoints);
  }

  @AfterAll
  static void stop() throws Exception {
    job.close();
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void shouldBecomeOneDeadLetterThatSaysWhy(BadRecord bad) throws Exception {
    List<DeadLetter> letters =
        job.deadLetters().stream()
            .filter(letter -> letter.origin().equals(ORIGINS.get(bad)))
            .toList();

    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).error()).contains(bad.reason).doesNotContain("\n");
    assertThat(letters.get(0).key()).isEqualTo(bad.record.key());
    assertThat(letters.get(0).value()).isEqualTo(bad.record.value());
  }

  @Test
  void shouldMakeDeadLettersOfNothingElse() throws Exception {
    assertThat(job.deadLetters()).hasSameSizeAs(BAD);
  }

  @Test
  void shouldGoOnWithGoodInput() throws Exception {
    assertThat(job.alerts("good")).extracting(Alert::cameraId).containsExactly("gate");
  }

  @Test
  void shouldTellWhoAskedThatTheQueryIsRejected() throws Exception {
    assertThat(job.statuses("bad"))
        .hasSize(4)
        .allSatisfy(
            status -> {
              assertThat(status.status()).isEqualTo(Status.REJECTED);
              assertThat(job.deadLetters()).extracting(DeadLetter::error).contains(status.reason());
            });
  }

  // -- bad frames

  private static ProducerRecord<byte[], byte[]> frame(byte[] content) {
    return GATE.record(BlockWorld.START, "image/jpeg", content);
  }

  private static byte[] jpeg() {
    return ImageCodec.jpeg(BlockWorld.picture(BlockWorld.ENTRANCE, RED), 0.9);
  }

  private static byte[] halfAJpeg() {
    return Arrays.copyOf(jpeg(), jpeg().length / 2);
  }

  private static byte[] startOfAJpeg() {
    return Arrays.copyOf(jpeg(), 100);
  }

  /** A few bytes whose header claims 40,000 x 40,000 pixels, checksum and all. */
  private static byte[] hugePng() {
    byte[] png = ImageCodec.png(BlockWorld.picture(BlockWorld.ENTRANCE, RED));
    CRC32 checksum = new CRC32();
    ByteBuffer header = ByteBuffer.wrap(png).putInt(16, 40_000).putInt(20, 40_000);
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    return png;
  }

  private static ProducerRecord<byte[], byte[]> withTime(String time) {
    ProducerRecord<byte[], byte[]> record = GATE.record(Instant.EPOCH, "image/jpeg", jpeg());
    record.headers().remove("ce_time");
    if (time != null) {
      record.headers().add("ce_time", time.getBytes(UTF_8));
    }
    return record;
  }

  private static ProducerRecord<byte[], byte[]> withoutKey() {
    ProducerRecord<byte[], byte[]> good = frame(jpeg());
    byte[] noKey = null;
    return new ProducerRecord<>(good.topic(), 0, noKey, good.value(), good.headers());
  }

  // -- bad queries and models

  private static ProducerRecord<byte[], byte[]> model(String json) {
    return new ProducerRecord<>(
        Topic.MODELS.topicName(), "bad".getBytes(UTF_8), json.getBytes(UTF_8));
  }

  private static ProducerRecord<byte[], byte[]> query(String json) {
    return LiveJobOnKafka.queryRecord("bad", json.getBytes(UTF_8));
  }

  private static String json() {
    return json(LiveJobOnKafka.aQuery("bad", RED, null, 0.99));
  }

  private static String json(String sketch) {
    Query query = LiveJobOnKafka.aQuery("bad", RED, null, 0.99);
    return json(
        new Query(
            query.queryId(),
            query.version(),
            query.state(),
            new Media("image/png", sketch.getBytes(UTF_8), null),
            null,
            null,
            null,
            null,
            query.threshold(),
            null,
            0,
            null));
  }

  private static String json(Query query) {
    return new String(QueryJson.encode(query), UTF_8);
  }

  /** Something that should not be used, and words that tell why. */
  private record BadRecord(String name, ProducerRecord<byte[], byte[]> record, String reason) {

    @Override
    public String toString() {
      return name;
    }
  }
}
