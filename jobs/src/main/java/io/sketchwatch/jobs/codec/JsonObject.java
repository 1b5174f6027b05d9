package io.sketchwatch.jobs.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sketchwatch.core.image.Media;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/** Writes one JSON object, fields in the order they are put; null leaves a field out. */
final class JsonObject {

  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode node;

  JsonObject() {
    this(JsonNodeFactory.instance.objectNode());
  }

  private JsonObject(ObjectNode node) {
    this.node = node;
  }

  JsonObject put(String field, String text) {
    if (text != null) {
      node.put(field, text);
    }
    return this;
  }

  JsonObject put(String field, long value) {
    node.put(field, value);
    return this;
  }

  /** JSON has no NaN and no infinity: either is a defect of the writer. */
  JsonObject put(String field, Double value) {
    if (value != null) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "Field '%s' must be a finite number, but was %s".formatted(field, value));
      }
      node.put(field, value);
    }
    return this;
  }

  JsonObject put(String field, Boolean flag) {
    if (flag != null) {
      node.put(field, flag);
    }
    return this;
  }

  JsonObject put(String field, Enum<?> constant) {
    return put(field, constant.name());
  }

  JsonObject put(String field, Instant time) {
    return put(field, time == null ? null : time.toString());
  }

  JsonObject putMillis(String field, Long millis) {
    return put(field, millis == null ? null : Duration.ofMillis(millis).toString());
  }

  JsonObject put(String field, List<String> texts) {
    if (texts != null) {
      ArrayNode array = node.putArray(field);
      texts.forEach(array::add);
    }
    return this;
  }

  JsonObject put(String field, float[] values) {
    ArrayNode array = node.putArray(field);
    for (float value : values) {
      array.add(value);
    }
    return this;
  }

  JsonObject put(String field, Media media) {
    if (media == null) {
      return this;
    }
    return putObject(
        field,
        object ->
            object
                .put("mediaType", media.mediaType())
                .put(
                    "data",
                    media.data() == null ? null : Base64.getEncoder().encodeToString(media.data()))
                .put("uri", media.uri()));
  }

  JsonObject putObject(String field, Consumer<JsonObject> content) {
    content.accept(new JsonObject(node.putObject(field)));
    return this;
  }

  JsonObject putObjects(String field, List<Consumer<JsonObject>> contents) {
    ArrayNode array = node.putArray(field);
    contents.forEach(content -> content.accept(new JsonObject(array.addObject())));
    return this;
  }

  /** One line of UTF-8. */
  byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be written", e);
    }
  }
}
