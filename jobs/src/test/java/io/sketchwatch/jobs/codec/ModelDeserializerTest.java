package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.model.ParsedModel;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ModelDeserializerTest {

  private static final Instant ANNOUNCED = Instant.ofEpochMilli(1_700_000_000_123L);

  private final ModelDeserializer deserializer = new ModelDeserializer();

  @Test
  void shouldReadAnAnnouncementAndWhenItWasMade() {
    assertThat(parse("dalnet-2", ModelJson.encode(Samples.aModel())))
        .isEqualTo(new ParsedModel("dalnet-2", Samples.aModel(), ANNOUNCED, null));
  }

  @Test
  void shouldReadATombstone() {
    assertThat(parse("dalnet-2", null))
        .isEqualTo(new ParsedModel("dalnet-2", null, ANNOUNCED, null));
  }

  @Test
  void shouldMakeADeadLetterOfABadAnnouncement() {
    byte[] json = ModelJson.encode(Samples.aModel());

    assertDeadLetter("dalnet-3", json, "Model 'dalnet-2' must have its id as key, but was");
    assertDeadLetter(null, json, "Model must have its id as key, but has no key");
    assertDeadLetter("dalnet-2", "{".getBytes(UTF_8), "Model must be JSON");
  }

  private void assertDeadLetter(String key, byte[] value, String error) {
    ParsedModel parsed = parse(key, value);

    assertThat(parsed.announcement()).isNull();
    assertThat(parsed.deadLetter().error()).startsWith(error).doesNotContain("\n");
    assertThat(parsed.deadLetter().stage()).isEqualTo(Stages.MODEL_SOURCE);
    assertThat(parsed.deadLetter().origin()).isEqualTo(new RecordOrigin("models", 0, 5));
    assertThat(parsed.deadLetter().value()).isEqualTo(value);
  }

  private ParsedModel parse(String key, byte[] value) {
    return deserializer.parse(
        new ConsumerRecord<>(
            "models",
            0,
            5,
            ANNOUNCED.toEpochMilli(),
            TimestampType.CREATE_TIME,
            0,
            0,
            key == null ? null : key.getBytes(UTF_8),
            value,
            new RecordHeaders(),
            Optional.empty()));
  }
}
