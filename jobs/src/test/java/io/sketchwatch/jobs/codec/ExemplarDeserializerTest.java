package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ExemplarDeserializerTest {

  private static final Exemplar EXEMPLAR = Samples.anExemplar();
  private static final String KEY = "q-17/" + EXEMPLAR.alertId();

  private final ExemplarDeserializer deserializer = new ExemplarDeserializer();

  @Test
  void shouldReadBackAPhotoToTheLastBit() {
    ExemplarUpdate joins = new ExemplarUpdate("q-17", EXEMPLAR.alertId(), EXEMPLAR);

    assertThat(parse(ExemplarRecords.producerRecord("exemplars", joins)))
        .isEqualTo(new ParsedExemplar("q-17", joins, null));
  }

  @Test
  void shouldReadATombstoneAsTheEndOfAPhotoOfAnyQuery() {
    ExemplarUpdate leaves = new ExemplarUpdate("case/17", EXEMPLAR.alertId(), null);

    assertThat(parse(ExemplarRecords.producerRecord("exemplars", leaves)))
        .isEqualTo(new ParsedExemplar("case/17", leaves, null));
  }

  @Test
  void shouldReadBackTheLongestIdOfAQuery() {
    String longest = "q".repeat(250);
    ExemplarUpdate leaves = new ExemplarUpdate(longest, EXEMPLAR.alertId(), null);

    assertThat(parse(ExemplarRecords.producerRecord("exemplars", leaves)).update())
        .isEqualTo(leaves);
  }

  @Test
  void shouldMakeADeadLetterOfABadPhoto() {
    String json = new String(ExemplarRecords.encode(EXEMPLAR), UTF_8);
    String noNumber = json.replaceFirst("\\[[^,]*,", "[\"x\",");

    assertDeadLetter(null, json, "Exemplar must have its query's and alert's id as key");
    assertDeadLetter("q-17", json, "Exemplar's key must be queryId/alertId, but was 'q-17'");
    assertDeadLetter("q-18/" + EXEMPLAR.alertId(), json, "Exemplar '" + EXEMPLAR.alertId());
    assertDeadLetter(KEY, noNumber, "Exemplar '" + EXEMPLAR.alertId() + "' must have a list");
    assertDeadLetter(
        KEY,
        json.replaceFirst("\\[.*]", "[]"),
        "Exemplar '%s' must have an embedding, but it is empty".formatted(EXEMPLAR.alertId()));
  }

  private void assertDeadLetter(String key, String json, String error) {
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    ParsedExemplar parsed = parse(new ProducerRecord<>("exemplars", bytes, json.getBytes(UTF_8)));

    assertThat(parsed.update()).isNull();
    assertThat(parsed.deadLetter().error()).startsWith(error).doesNotContain("\n");
    assertThat(parsed.deadLetter().stage()).isEqualTo(Stages.EXEMPLAR_SOURCE);
  }

  private ParsedExemplar parse(ProducerRecord<byte[], byte[]> record) {
    return deserializer.parse(
        new ConsumerRecord<>("exemplars", 0, 5, record.key(), record.value()));
  }
}
