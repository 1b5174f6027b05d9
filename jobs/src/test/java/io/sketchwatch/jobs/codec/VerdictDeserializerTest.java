package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class VerdictDeserializerTest {

  private static final String ALERT = Samples.aVerdict().alertId();

  private final VerdictDeserializer deserializer = new VerdictDeserializer();

  @Test
  void shouldReadAVerdict() {
    assertThat(parse(ALERT, VerdictJson.encode(Samples.aVerdict())))
        .isEqualTo(new ParsedVerdict(ALERT, Samples.aVerdict(), null));
  }

  @Test
  void shouldReadATombstoneAsARevocation() {
    assertThat(parse(ALERT, null)).isEqualTo(new ParsedVerdict(ALERT, null, null));
  }

  @Test
  void shouldMakeADeadLetterOfABadVerdict() {
    String json = new String(VerdictJson.encode(Samples.aVerdict()), UTF_8);
    String other = AlertIds.alertId("q-18", "gate/f-1/0");

    assertDeadLetter(other, json, "Verdict '%s' must have its alert's id as key".formatted(ALERT));
    assertDeadLetter(null, json, "Verdict must have its alert's id as key, but has no key");
    assertDeadLetter(ALERT, "{}", "Verdict must have text in 'alertId', but it is missing");
    assertDeadLetter(
        ALERT,
        json.replace("q-17", "q-18"),
        "Verdict '%s' must name the alert of its query and tracklet, which is '%s'"
            .formatted(ALERT, other));
    assertDeadLetter(
        ALERT,
        json.replace("CONFIRM", "confirm"),
        "Verdict '%s' must have one of [CONFIRM, REJECT, REVOKE] in 'decision', but was 'confirm'"
            .formatted(ALERT));
    assertDeadLetter(
        ALERT, json.replace("desk 4", " "), "Field 'by' of Verdict '%s' must be".formatted(ALERT));
    assertDeadLetter(
        ALERT,
        json.replace("2026-05-01T", "noon of "),
        "Field 'at' of Verdict '%s' must be an instant".formatted(ALERT));
  }

  private void assertDeadLetter(String key, String json, String error) {
    ParsedVerdict parsed = parse(key, json.getBytes(UTF_8));

    assertThat(parsed.verdict()).isNull();
    assertThat(parsed.deadLetter().error()).startsWith(error).doesNotContain("\n");
    assertThat(parsed.deadLetter().stage()).isEqualTo(Stages.VERDICT_SOURCE);
    assertThat(parsed.deadLetter().origin()).isEqualTo(new RecordOrigin("verdicts", 0, 5));
    assertThat(parsed.deadLetter().value()).isEqualTo(json.getBytes(UTF_8));
  }

  private ParsedVerdict parse(String key, byte[] value) {
    return deserializer.parse(
        new ConsumerRecord<>("verdicts", 0, 5, key == null ? null : key.getBytes(UTF_8), value));
  }
}
