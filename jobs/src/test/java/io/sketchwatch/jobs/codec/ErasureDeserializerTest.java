package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.gallery.ParsedErasure;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ErasureDeserializerTest {

  private static final Erasure ERASURE =
      new Erasure("e-1", "gate", null, null, Samples.NOON, Samples.NOON);
  private static final String JSON = new String(ErasureJson.encode(ERASURE), UTF_8);

  private final ErasureDeserializer deserializer = new ErasureDeserializer();

  @Test
  void shouldReadAnOrderAndATombstone() {
    assertThat(parse("e-1", JSON)).isEqualTo(new ParsedErasure(ERASURE, null));
    assertThat(parse("e-1", null)).isEqualTo(new ParsedErasure(null, null));
  }

  @Test
  void shouldMakeADeadLetterOfABadOrder() {
    assertDeadLetter(null, JSON, "Erasure must have its id as key");
    assertDeadLetter("e-2", JSON, "Erasure 'e-1' must have its id as key, but was 'e-2'");
    assertDeadLetter("e-1", "{}", "Erasure must have text in 'erasureId'");
    assertDeadLetter(
        "e-1",
        JSON.replace("cameraId", "camera"),
        "Erasure 'e-1' must name a camera, a sighting or a beginning");
    assertDeadLetter(
        "e-1",
        JSON.replaceFirst("until\":\"2026", "until\":\"2999"),
        "Erasure 'e-1' must end at or before the moment it is given");
  }

  private void assertDeadLetter(String key, String json, String error) {
    ParsedErasure parsed = parse(key, json);

    assertThat(parsed.erasure()).isNull();
    assertThat(parsed.deadLetter().error()).startsWith(error).doesNotContain("\n");
    assertThat(parsed.deadLetter().stage()).isEqualTo(Stages.ERASURE_SOURCE);
  }

  private ParsedErasure parse(String key, String json) {
    return deserializer.parse(
        new ConsumerRecord<>(
            "erasures",
            0,
            7,
            key == null ? null : key.getBytes(UTF_8),
            json == null ? null : json.getBytes(UTF_8)));
  }
}
