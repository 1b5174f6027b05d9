package io.sketchwatch.jobs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Authority;
import io.sketchwatch.core.query.Query;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.time.api.DateTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryJsonTest {

  private static final String SKETCH = "\"sketch\":{\"mediaType\":\"image/png\",\"data\":\"AQID\"}";

  @Property(tries = 200)
  void shouldReadBackEveryQueryAndFollowTheSchema(@ForAll("queries") Query query) throws Exception {
    byte[] json = QueryJson.encode(query);

    assertThat(QueryJson.decode(json)).isEqualTo(query);
    assertThat(JsonContractsTest.violations("query", json)).isEmpty();
  }

  @Property(tries = 300)
  void shouldAnswerAnyBytesWithAQueryOrOneLine(@ForAll @Size(max = 60) byte[] bytes) {
    assertThatExceptionOfType(BadRecordException.class)
        .isThrownBy(() -> QueryJson.decode(bytes))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Provide
  Arbitrary<Query> queries() {
    Arbitrary<String> ids = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(12);
    Arbitrary<Media> inline =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMinSize(1)
            .ofMaxSize(40)
            .map(data -> new Media("image/png", data, null));
    Arbitrary<Media> byUri =
        ids.map(name -> new Media("image/jpeg", null, "file:///sketches/" + name));
    Arbitrary<Instant> times = DateTimes.instants();
    return Combinators.combine(
            ids,
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.oneOf(inline, byUri),
            Arbitraries.strings().list().ofMinSize(1).ofMaxSize(3).injectNull(0.3),
            times.injectNull(0.3),
            Arbitraries.longs().between(0, 1L << 50).injectNull(0.3),
            Arbitraries.doubles().between(-1, 1).injectNull(0.5))
        .as(
            (id, version, sketch, cameras, from, lookback, threshold) ->
                new Query(
                    id,
                    version,
                    version % 2 == 0 ? Query.State.ACTIVE : Query.State.PAUSED,
                    sketch,
                    cameras,
                    from,
                    null,
                    lookback,
                    threshold,
                    threshold == null ? 2.5 : null,
                    lookback == null ? 0 : lookback,
                    cameras == null ? null : new Authority("case " + id, "why", null)));
  }

  @Test
  void shouldFillInWhatAShortQueryLeavesOut() throws Exception {
    Query query = decode("{\"queryId\":\"q\",\"version\":1," + SKETCH + "}");

    assertThat(query)
        .isEqualTo(
            new Query(
                "q",
                1,
                Query.State.ACTIVE,
                new Media("image/png", new byte[] {1, 2, 3}, null),
                null,
                null,
                null,
                null,
                null,
                10.0,
                0,
                null));
  }

  @Test
  void shouldIgnoreFieldsOfANewerWriterAndTakeNullAsMissing() throws Exception {
    Query query =
        decode(
            "{\"queryId\":\"q\",\"version\":1,\"colour\":{\"r\":1},\"threshold\":null,"
                + "\"cameras\":\"all\",\"from\":\"2026-05-01T14:00:00+02:00\","
                + SKETCH
                + "}");

    assertThat(query.threshold()).isNull();
    assertThat(query.cameras()).isNull();
    assertThat(query.from()).isEqualTo("2026-05-01T12:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"threshold\":NaN | Non-standard token 'NaN'",
        "\"threshold\":1e999 | 'q' must have a finite number in 'threshold', but was",
        "\"threshold\":\"0.5\" | 'q' must have a finite number in 'threshold', but was \"0.5\"",
        "\"threshold\":2 | 'q' must have a threshold from -1 to 1, but was 2.0",
        "\"threshold\":0.5,\"falseAlertsPerDay\":3 | 'q' has both a threshold and a budget",
        "\"falseAlertsPerDay\":0 | 'q' must have a budget above 0, but was 0.0",
        "\"lookback\":\"1 hour\" | ISO-8601 duration such as PT10M in 'lookback', but was '1 hour'",
        "\"lookback\":\"-PT1H\" | 'q' must not have a negative version, cooldown or lookback",
        "\"cooldown\":\"P9999999999999D\" | ISO-8601 duration such as PT10M in 'cooldown'",
        "\"until\":\"tomorrow\" | 'until' of Query 'q' must be an instant such as",
        "\"until\":\"+12000-01-01T00:00:00Z\" | 'until' of Query 'q' must be of the years 0 to 9999",
        "\"state\":\"SLEEPING\" | one of [ACTIVE, PAUSED] in 'state', but was 'SLEEPING'",
        "\"cameras\":[] | at least one camera in 'cameras'",
        "\"cameras\":[7] | a list of texts in 'cameras', but was with 7",
        "\"authority\":{} | must have text in 'authority.reference', but it is missing",
        "\"version\":2 | Duplicate field 'version'",
        "\"from\": | Unexpected character",
      })
  void shouldRefuseInOneLineThatNamesTheField(String field, String expected) {
    assertRefused("{\"queryId\":\"q\",\"version\":1," + SKETCH + "," + field + "}", expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | either 'data' or 'uri' in 'sketch', but was given neither",
        "{\"data\":\"AQID\"} | must have text in 'sketch.mediaType', but it is missing",
        "{\"mediaType\":\"a\",\"data\":\"AQ==\",\"uri\":\"b\"} | but was given both",
        "{\"mediaType\":\"a\",\"data\":\"?\"} | must have base64 in 'sketch.data', but was not",
        "{\"mediaType\":\"a\",\"data\":\"\"} | must have base64 in 'sketch.data', but was empty",
        "[] | must have an object in 'sketch', but was []",
      })
  void shouldRefuseASketchThatIsNone(String sketch, String expected) {
    assertRefused("{\"queryId\":\"q\",\"version\":1,\"sketch\":" + sketch + "}", expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1] | Query must be a JSON object, but was [1]",
        "`` | Query must be a JSON object, but was empty",
        "{} {} | Query must be JSON: Trailing token",
        "{\"queryId\":7} | Query must have text in 'queryId', but was 7",
        "{\"queryId\":\"a\\nb\"} | must be text on one line and not blank",
        "{\"queryId\":\"q\",\"version\":1.5} | a whole number of 64 bits in 'version', but was 1.5",
        "{\"queryId\":\"q\",\"version\":9e99} | a whole number of 64 bits in 'version'",
      })
  void shouldRefuseWhatIsNoQuery(String json, String expected) {
    assertRefused(json, expected);
  }

  @Test
  void shouldKeepTheSketchOfAUri() throws Exception {
    Query query =
        decode("{\"queryId\":\"q\",\"version\":1,\"sketch\":{\"uri\":\"file:///s.png\"}}");

    assertThat(query.sketch()).isEqualTo(new Media(null, null, "file:///s.png"));
    assertThat(QueryJson.decode(QueryJson.encode(query))).isEqualTo(query);
    assertThat(query.cameras()).isEqualTo((List<String>) null);
  }

  private static void assertRefused(String json, String expected) {
    assertThatExceptionOfType(BadRecordException.class)
        .isThrownBy(() -> decode(json))
        .withMessageContaining(expected)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private static Query decode(String json) throws BadRecordException {
    return QueryJson.decode(json.getBytes(UTF_8));
  }
}
