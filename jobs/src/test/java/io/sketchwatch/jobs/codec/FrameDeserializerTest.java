package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.kafka.CloudEventSerializer;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.frame.ParsedFrame;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameDeserializerTest {

  private static final Instant TIME = Instant.parse("2026-05-01T12:00:00.25Z");
  private static final Frame FRAME =
      new Frame(
          "gate", "f-7", TIME, "image/jpeg", Samples.picture(), new RecordOrigin("frames", 1, 42));

  private final FrameDeserializer deserializer = new FrameDeserializer(1000);

  @Test
  void shouldReadAPlainRecord() {
    assertThat(deserializer.parse(received(record()))).isEqualTo(new ParsedFrame(FRAME, null));
  }

  @Test
  void shouldReadARecordOfTheCloudEventsSdk() {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("f-7")
            .withSource(URI.create("gate"))
            .withType("com.example.camera")
            .withTime(OffsetDateTime.parse("2026-05-01T14:00:00.25+02:00"))
            .withData("image/jpeg", Samples.picture())
            .build();
    Headers headers = new RecordHeaders();
    byte[] value;
    try (CloudEventSerializer serializer = new CloudEventSerializer()) {
      serializer.configure(
          Map.of(CloudEventSerializer.ENCODING_CONFIG, Encoding.BINARY.name()), false);
      value = serializer.serialize("frames", headers, event);
    }

    ParsedFrame parsed = deserializer.parse(received("gate".getBytes(UTF_8), value, headers));

    assertThat(parsed).isEqualTo(new ParsedFrame(FRAME, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce_id | '' | Header 'ce_id' must be text on one line and not blank, but was ''",
        "ce_source | street | must have its camera id as key and as 'ce_source', but was 'gate'"
            + " and",
        "ce_time | noon | Header 'ce_time' must be an instant such as 2026-05-01T12:00:00Z",
        "ce_time | 2026-05-01T12:00:00 | Header 'ce_time' must be an instant",
        "ce_time | -999999999-01-01T00:00:00Z | Header 'ce_time' must be of the years 0 to 9999",
        "ce_specversion | 0.3 | Header 'ce_specversion' must be 1.0, but was '0.3'",
        "content-type | application/cloudevents+json | Header 'content-type' must be image/jpeg",
      })
  void shouldMakeADeadLetterOfAWrongHeader(String name, String value, String error) {
    ProducerRecord<byte[], byte[]> record = record();
    record.headers().remove(name).add(name, value.getBytes(UTF_8));

    assertDeadLetter(received(record), error);
  }

  @ParameterizedTest
  @CsvSource({"ce_id", "ce_source", "ce_time", "content-type"})
  void shouldMakeADeadLetterOfAMissingHeader(String name) {
    ProducerRecord<byte[], byte[]> record = record();
    record.headers().remove(name);

    assertDeadLetter(
        received(record), "Record must have a header '%s', but has none".formatted(name));
  }

  @Test
  void shouldMakeADeadLetterOfAWrongKeyOrContent() {
    byte[] key = "gate".getBytes(UTF_8);
    Headers headers = record().headers();

    assertDeadLetter(received(null, Samples.picture(), headers), "has no key");
    assertDeadLetter(received(new byte[] {(byte) 0xc3}, Samples.picture(), headers), "be UTF-8");
    assertDeadLetter(received(key, null, headers), "its value is empty");
    assertDeadLetter(received(key, new byte[0], headers), "its value is empty");
    assertDeadLetter(received(key, new byte[1001], headers), "at most 1000 bytes, but has 1001");
  }

  @Test
  void shouldMakeADeadLetterOfAnIdThatIsTooLong() {
    byte[] tooLong = "x".repeat(251).getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record = record();
    record.headers().remove("ce_id").add("ce_id", tooLong);

    assertDeadLetter(received(record), "Header 'ce_id' must have at most 250 characters, but has");
    assertDeadLetter(
        received(tooLong, Samples.picture(), record().headers()),
        "Frame's key must have at most 250 characters, but has 251");
  }

  @Test
  void shouldReadAClaimCheckAndLowerTheMediaType() {
    ProducerRecord<byte[], byte[]> record = record();
    record.headers().remove("content-type");
    record.headers().add("content-type", "Text/URI-List; charset=utf-8".getBytes(UTF_8));

    assertThat(deserializer.parse(received(record)).frame().contentType())
        .isEqualTo("text/uri-list");
  }

  private void assertDeadLetter(ConsumerRecord<byte[], byte[]> record, String error) {
    ParsedFrame parsed = deserializer.parse(record);

    assertThat(parsed.frame()).isNull();
    assertThat(parsed.deadLetter().error()).contains(error).doesNotContain("\n");
    assertThat(parsed.deadLetter().stage()).isEqualTo(Stages.FRAME_SOURCE);
    assertThat(parsed.deadLetter().origin()).isEqualTo(FRAME.origin());
    assertThat(parsed.deadLetter().key()).isEqualTo(record.key());
    assertThat(parsed.deadLetter().value()).isEqualTo(record.value());
  }

  private static ProducerRecord<byte[], byte[]> record() {
    return FrameRecords.producerRecord(
        "frames", "gate", "f-7", TIME, "image/jpeg", Samples.picture());
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return received(sent.key(), sent.value(), sent.headers());
  }

  private static ConsumerRecord<byte[], byte[]> received(
      byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        "frames", 1, 42, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
  }
}
