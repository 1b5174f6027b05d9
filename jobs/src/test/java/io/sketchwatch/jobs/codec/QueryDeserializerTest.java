package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.query.ParsedQuery;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class QueryDeserializerTest {

  private static final RecordOrigin ORIGIN = new RecordOrigin("queries", 0, 5);

  private final QueryDeserializer deserializer = new QueryDeserializer();

  @Test
  void shouldReadAQuery() {
    byte[] value = QueryJson.encode(Samples.aQuery());

    assertThat(parse("q-17", value))
        .usingRecursiveComparison()
        .isEqualTo(new ParsedQuery("q-17", Samples.aQuery(), null, ORIGIN, value));
  }

  @Test
  void shouldReadATombstoneAsAWithdrawal() {
    assertThat(parse("q-17", null)).isEqualTo(new ParsedQuery("q-17", null, null, ORIGIN, null));
  }

  @Test
  void shouldMakeADeadLetterOfABadQuery() {
    String json = new String(QueryJson.encode(Samples.aQuery()), UTF_8);

    assertDeadLetter("q-18", json, "Query 'q-17' must have its id as key, but was 'q-18'");
    assertDeadLetter(null, json, "Query must have its id as key, but has no key");
    assertDeadLetter(" ", json, "Query's key must be text on one line and not blank");
    assertDeadLetter("q-17", "", "Query must be a JSON object, but was empty");
    assertDeadLetter("q-17", "{\"queryId\":", "Query must be JSON");
    assertDeadLetter("q-17", json.replace("0.5", "NaN"), "Query must be JSON: Non-standard");
    assertDeadLetter(
        "q-17",
        json.replace("\"threshold\"", "\"falseAlertsPerDay\":5,\"threshold\""),
        "Query 'q-17' has both a threshold and a budget of false alerts: give one");
  }

  private void assertDeadLetter(String key, String json, String error) {
    byte[] value = json.getBytes(UTF_8);
    ParsedQuery parsed = parse(key, value);

    assertThat(parsed.query()).isNull();
    assertThat(parsed.queryId()).isEqualTo(key == null || key.isBlank() ? "" : key);
    assertThat(parsed.value()).isEqualTo(value);
    assertThat(parsed.deadLetter().error()).startsWith(error).doesNotContain("\n");
    assertThat(parsed.deadLetter().stage()).isEqualTo(Stages.QUERY_SOURCE);
    assertThat(parsed.deadLetter().origin()).isEqualTo(ORIGIN);
    assertThat(parsed.deadLetter().value()).isEqualTo(value);
  }

  private ParsedQuery parse(String key, byte[] value) {
    return deserializer.parse(
        new ConsumerRecord<>("queries", 0, 5, key == null ? null : key.getBytes(UTF_8), value));
  }
}
