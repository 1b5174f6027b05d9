package io.sketchwatch.jobs.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.core.image.Media;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one JSON object by field, without guessing: no number out of text, no {@code NaN}, no
 * infinity, no field twice, nothing after the object. Fields that nobody asks for are ignored; null
 * counts as missing.
 */
final class JsonFields {

  private static final int SHOWN_LENGTH = 60;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String subject;
  private final String path;
  private final JsonNode object;

  private JsonFields(String subject, String path, JsonNode object) {
    this.subject = subject;
    this.path = path;
    this.object = object;
  }

  /**
   * Reads an object.
   *
   * @param kind what it is, as errors call it
   * @param idField the field whose text names it in errors
   */
  static JsonFields read(String kind, String idField, byte[] json) throws BadRecordException {
    JsonNode node = parse(kind, json);
    if (!node.isObject()) {
      throw new BadRecordException(
          "%s must be a JSON object, but was %s".formatted(kind, shown(node)));
    }
    JsonNode id = node.path(idField);
    return new JsonFields(id.isTextual() ? kind + " '" + id.textValue() + "'" : kind, "", node);
  }

  private static JsonNode parse(String kind, byte[] json) throws BadRecordException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
      String place =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new BadRecordException("%s must be JSON: %s%s".formatted(kind, reason, place));
    } catch (IOException e) {
      throw new BadRecordException("%s must be JSON in UTF-8: %s".formatted(kind, e.getMessage()));
    }
  }

  boolean has(String field) {
    return object.hasNonNull(field);
  }

  boolean hasText(String field, String text) {
    return text.equals(object.path(field).textValue());
  }

  String id(String field) throws BadRecordException {
    return Texts.id(named(field), text(field));
  }

  String joinedId(String field) throws BadRecordException {
    return Texts.joinedId(named(field), text(field));
  }

  String text(String field) throws BadRecordException {
    JsonNode node = required(field, "text");
    if (!node.isTextual()) {
      throw unexpected("text", field, shown(node));
    }
    return node.textValue();
  }

  String optionalText(String field) throws BadRecordException {
    return has(field) ? text(field) : null;
  }

  long wholeNumber(String field) throws BadRecordException {
    JsonNode node = required(field, "a whole number");
    if (!node.isNumber() || !node.canConvertToExactIntegral() || !node.canConvertToLong()) {
      throw unexpected("a whole number of 64 bits", field, shown(node));
    }
    return node.longValue();
  }

  int smallNumber(String field) throws BadRecordException {
    long value = wholeNumber(field);
    if (value != (int) value) {
      throw unexpected("a whole number of 32 bits", field, String.valueOf(value));
    }
    return (int) value;
  }

  double number(String field) throws BadRecordException {
    JsonNode node = required(field, "a number");
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw unexpected("a finite number", field, shown(node));
    }
    return node.doubleValue();
  }

  Double optionalNumber(String field) throws BadRecordException {
    return has(field) ? (Double) number(field) : null;
  }

  Boolean optionalFlag(String field) throws BadRecordException {
    JsonNode node = object.path(field);
    if (has(field) && !node.isBoolean()) {
      throw unexpected("true or false", field, shown(node));
    }
    return has(field) ? (Boolean) node.booleanValue() : null;
  }

  Instant instant(String field) throws BadRecordException {
    return Texts.instant(named(field), text(field));
  }

  Instant optionalInstant(String field) throws BadRecordException {
    return has(field) ? instant(field) : null;
  }

  Long optionalMillis(String field) throws BadRecordException {
    if (!has(field)) {
      return null;
    }
    String text = text(field);
    try {
      return Duration.parse(text).toMillis();
    } catch (DateTimeException | ArithmeticException e) {
      throw unexpected("an ISO-8601 duration such as PT10M", field, "'" + text + "'");
    }
  }

  <E extends Enum<E>> E oneOf(String field, Class<E> type) throws BadRecordException {
    String text = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw unexpected("one of " + Arrays.toString(type.getEnumConstants()), field, "'" + text + "'");
  }

  List<String> texts(String field) throws BadRecordException {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : array(field)) {
      if (!node.isTextual()) {
        throw unexpected("a list of texts", field, "with " + shown(node));
      }
      texts.add(node.textValue());
    }
    return texts;
  }

  Map<String, String> textByName(String field) throws BadRecordException {
    JsonFields fields = object(field);
    Map<String, String> texts = new TreeMap<>();
    for (String name : (Iterable<String>) fields.object::fieldNames) {
      texts.put(name, fields.text(name));
    }
    return texts;
  }

  float[] numbers(String field) throws BadRecordException {
    JsonNode array = array(field);
    float[] numbers = new float[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode node = array.get(i);
      numbers[i] = (float) node.doubleValue();
      if (!node.isNumber() || !Float.isFinite(numbers[i])) {
        throw unexpected("a list of finite numbers", field, "with " + shown(node));
      }
    }
    return numbers;
  }

  JsonFields object(String field) throws BadRecordException {
    return nested(field, required(field, "an object"));
  }

  List<JsonFields> objects(String field) throws BadRecordException {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode node : array(field)) {
      objects.add(nested(field, node));
    }
    return objects;
  }

  /** A picture: {@code data} as base64 with its {@code mediaType}, or a {@code uri}. */
  Media media(String field) throws BadRecordException {
    JsonFields media = object(field);
    if (media.has("data") == media.has("uri")) {
      throw unexpected(
          "either 'data' or 'uri'", field, media.has("data") ? "given both" : "given neither");
    }
    return media.has("uri")
        ? new Media(media.optionalText("mediaType"), null, media.text("uri"))
        : new Media(media.text("mediaType"), media.bytes("data"), null);
  }

  private byte[] bytes(String field) throws BadRecordException {
    String text = text(field);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw unexpected("base64", field, "not: " + e.getMessage());
    }
    throw unexpected("base64", field, "empty");
  }

  private JsonFields nested(String field, JsonNode node) throws BadRecordException {
    if (!node.isObject()) {
      throw unexpected("an object", field, shown(node));
    }
    return new JsonFields(subject, path + field + ".", node);
  }

  private JsonNode array(String field) throws BadRecordException {
    JsonNode node = required(field, "a list");
    if (!node.isArray()) {
      throw unexpected("a list", field, shown(node));
    }
    return node;
  }

  private JsonNode required(String field, String rule) throws BadRecordException {
    if (!has(field)) {
      throw new BadRecordException(
          "%s must have %s in '%s', but it is missing".formatted(subject, rule, path + field));
    }
    return object.get(field);
  }

  private String named(String field) {
    return "Field '%s' of %s".formatted(path + field, subject);
  }

  private BadRecordException unexpected(String rule, String field, String actual) {
    return new BadRecordException(
        "%s must have %s in '%s', but was %s".formatted(subject, rule, path + field, actual));
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "empty" : node.toString();
    return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
  }
}
