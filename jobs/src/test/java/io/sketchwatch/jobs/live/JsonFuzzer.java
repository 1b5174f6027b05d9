package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.jobs.topic.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records of a topic of JSON in which something is wrong, or odd. Each has an id of its own, and
 * none is without a key: the topics are compacted, and Kafka refuses those.
 *
 * @param topic the topic
 * @param idField the field that the key repeats
 * @param sound the value of a sound record, by number
 */
record JsonFuzzer(Topic topic, String idField, IntFunction<byte[]> sound) implements RecordFuzzer {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int DEEP = 100_000;

  private static final List<String> ODD_VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\" \"",
          "0",
          "-1",
          "1.5",
          "1e400",
          "1e-400",
          "1" + "0".repeat(2000),
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "NaN",
          "-Infinity",
          "\"NaN\"",
          "'single'",
          "\"a\\nb\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"&& no base64 &&\"",
          "\"noon\"",
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "\"-1000000000-01-01T00:00:00Z\"",
          "\"0000-01-01T00:00:00Z\"",
          "\"9999-12-31T23:59:59.999999999Z\"",
          "\"2026-02-30T25:61:61Z\"",
          "\"PT2562047788015215H30M7S\"",
          "\"P106751991167D\"",
          "\"-PT1H\"",
          "\"PT0.000000001S\"",
          "[1,\"a\",null]",
          "[\"gate\",\"\",\"gate\"]",
          "{\"mediaType\":\"image/png\",\"data\":\"\"}",
          "{\"mediaType\":\"image/png\",\"data\":\"AAAA\"}",
          "{\"mediaType\":7,\"data\":\"AAAA\"}",
          "{\"data\":\"AAAA\",\"uri\":\"file:///sketch\"}",
          "{\"uri\":\"file:///sketch\"}",
          "{\"uri\":\"http://[\"}",
          "{\"uri\":\"\\u0000\"}",
          "\"file:///no/such/package\"",
          "\"file:relative\"",
          "\"mailto:nobody\"",
          "\"gopher://nowhere/package\"",
          "\"" + "x".repeat(10_000) + "\"",
          "[".repeat(900) + "]".repeat(900),
          "[".repeat(DEEP) + "]".repeat(DEEP),
          "{\"a\":".repeat(900) + "1" + "}".repeat(900));

  @Override
  public ProducerRecord<byte[], byte[]> next(int number, Random random) throws IOException {
    byte[] value = sound.apply(number);
    JsonNode json = JSON.readTree(value);
    byte[] id = json.path(idField).textValue().getBytes(UTF_8);
    byte[] key = random.nextInt(8) == 0 ? oddKey(id, random) : id;
    if (random.nextInt(4) > 0) {
      value = oddObject(json, random).getBytes(UTF_8);
    }
    if (random.nextInt(4) == 0) {
      value = ByteMutation.any(random).of(value, random);
    }
    return switch (random.nextInt(50)) {
      case 0 -> new ProducerRecord<>(topic.topicName(), id, null);
      case 1 -> new ProducerRecord<>(topic.topicName(), key, json.toString().getBytes(UTF_16));
      default -> new ProducerRecord<>(topic.topicName(), key, value);
    };
  }

  static byte[] oddKey(byte[] key, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new byte[0];
      case 1 -> "two\nlines".getBytes(UTF_8);
      case 2 -> "x".repeat(10_000).getBytes(UTF_8);
      default -> ByteMutation.any(random).of(key, random);
    };
  }

  /** A field that is odd, missing, renamed or there twice, or something behind the object. */
  private static String oddObject(JsonNode json, Random random) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      fields.add("\"%s\":%s".formatted(field.getKey(), field.getValue()));
    }
    int place = random.nextInt(fields.size());
    String name = fields.get(place).substring(0, fields.get(place).indexOf(':'));
    switch (random.nextInt(12)) {
      case 0 -> fields.remove(place);
      case 1 -> fields.add(fields.get(place));
      case 2 -> fields.set(place, fields.get(place).replaceFirst("\"", "\"_"));
      case 3 -> fields.add("\"unknown\":" + odd(random));
      case 4 -> fields.add("7");
      default -> fields.set(place, name + ":" + odd(random));
    }
    String end = random.nextInt(20) == 0 ? "} {}" : "}";
    return fields.stream().collect(Collectors.joining(",", "{", end));
  }

  private static String odd(Random random) {
    return ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
  }
}
