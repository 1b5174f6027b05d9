package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.ParsedSighting;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SightingDeserializerTest {

  private static final Sighting SIGHTING = Samples.aSighting("gate", 1);

  private final SightingDeserializer deserializer =
      new SightingDeserializer(Stages.REEMBEDDED_SOURCE);

  @Test
  void shouldReadASightingToTheLastBit() {
    assertThat(parse(SIGHTING.key(), SightingCodec.encode(SIGHTING)))
        .isEqualTo(new ParsedSighting(SIGHTING, null));
  }

  @Test
  void shouldReadATombstoneAsNothing() {
    assertThat(parse(SIGHTING.key(), null)).isEqualTo(new ParsedSighting(null, null));
  }

  @Test
  void shouldReadWhatWasOrderedToBeErasedAsNothing() {
    Instant end = SIGHTING.lastSeen().plusSeconds(1);
    Erasure other = new Erasure("e1", "other", null, null, end, end);
    Erasure order = new Erasure("e2", "gate", null, null, end, end);
    ConsumerRecord<byte[], byte[]> record = record(SIGHTING.key(), SightingCodec.encode(SIGHTING));

    assertThat(new SightingDeserializer("s", List.of(other)).parse(record))
        .isEqualTo(new ParsedSighting(SIGHTING, null));
    assertThat(new SightingDeserializer("s", List.of(other, order)).parse(record))
        .isEqualTo(new ParsedSighting(null, null));
  }

  @Test
  void shouldMakeADeadLetterOfABadSighting() {
    byte[] sighting = SightingCodec.encode(SIGHTING);

    assertDeadLetter(null, sighting, "Sighting must have camera/tracklet/shot as key");
    assertDeadLetter(
        "gate/t/0", sighting, "Sighting 'gate/gate/f-1/0/1' must have its name as key");
    assertDeadLetter(SIGHTING.key(), new byte[] {1, 2}, "Sighting must be a SightingMessage");
  }

  private void assertDeadLetter(String key, byte[] value, String error) {
    ParsedSighting parsed = parse(key, value);

    assertThat(parsed.sighting()).isNull();
    assertThat(parsed.deadLetter().error()).startsWith(error).doesNotContain("\n");
    assertThat(parsed.deadLetter().stage()).isEqualTo(Stages.REEMBEDDED_SOURCE);
    assertThat(parsed.deadLetter().value()).isEqualTo(value);
    assertThat(parsed.deadLetter().origin())
        .isEqualTo(new RecordOrigin("reembedded-sightings", 2, 7));
  }

  private ParsedSighting parse(String key, byte[] value) {
    return deserializer.parse(record(key, value));
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>(
        "reembedded-sightings", 2, 7, key == null ? null : key.getBytes(UTF_8), value);
  }
}
