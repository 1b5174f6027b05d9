package io.sketchwatch.modelexport.tfjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.model.Float16;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A TensorFlow.js graph model: the nodes of its JSON file and the weights of its binary file.
 * Weights are float32, float32 stored as float16, or int32; all are read as float32, so int32
 * beyond 2^24 is refused.
 *
 * @param nodes by name
 * @param weights by the name of their {@code Const} node
 */
public record GraphModel(Map<String, Node> nodes, Map<String, Tensor> weights) {

  private static final int EXACT_INTEGERS = 1 << 24;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One operation.
   *
   * @param name of its first output; the others are {@code name:1} and so on
   * @param op TensorFlow's operation
   * @param inputs names of outputs
   * @param attributes TensorFlow's attributes as JSON
   */
  public record Node(String name, String op, List<String> inputs, JsonNode attributes) {

    String input(int index) throws InvalidModelException {
      if (index >= inputs.size()) {
        throw refused("needs input " + index, inputs);
      }
      return inputs.get(index);
    }

    /** A list of integers, such as {@code strides}. */
    int[] integers(String attribute) {
      JsonNode list = attributes.path(attribute).path("list").path("i");
      int[] values = new int[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i).asInt();
      }
      return values;
    }

    boolean flag(String attribute) {
      return attributes.path(attribute).path("b").asBoolean();
    }

    float real(String attribute, float orElse) {
      return (float) attributes.path(attribute).path("f").asDouble(orElse);
    }

    /** The error that this node can't be converted: a rule, and what it found instead. */
    InvalidModelException refused(String rule, Object actual) {
      return new InvalidModelException("%s '%s' %s, but was %s".formatted(op, name, rule, actual));
    }

    /** A string; TensorFlow.js writes it in base64. */
    String text(String attribute) {
      String encoded = attributes.path(attribute).path("s").asText();
      return new String(Base64.getDecoder().decode(encoded), UTF_8);
    }
  }

  /**
   * Reads a model.
   *
   * @param topology the JSON file
   * @param binary the one binary file that it names
   * @throws InvalidModelException if the files are damaged or hold what isn't supported
   */
  public static GraphModel read(Path topology, Path binary) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(topology));
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(
          "Graph model '%s' is not JSON: %s".formatted(topology, e.getOriginalMessage()), e);
    }
    if (!root.path("format").asText().equals("graph-model")) {
      throw new InvalidModelException(
          "Graph model '%s' must have format 'graph-model', but was '%s'"
              .formatted(topology, root.path("format").asText()));
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(binary)).order(ByteOrder.LITTLE_ENDIAN);
    return new GraphModel(nodes(root), weights(root, binary, bytes));
  }

  private static Map<String, Node> nodes(JsonNode root) {
    Map<String, Node> nodes = new HashMap<>();
    for (JsonNode entry : root.path("modelTopology").path("node")) {
      List<String> inputs = new ArrayList<>();
      entry.path("input").forEach(input -> inputs.add(input.asText()));
      String name = entry.path("name").asText();
      nodes.put(name, new Node(name, entry.path("op").asText(), inputs, entry.path("attr")));
    }
    return nodes;
  }

  private static Map<String, Tensor> weights(JsonNode root, Path file, ByteBuffer bytes)
      throws InvalidModelException {
    Map<String, Tensor> weights = new HashMap<>();
    for (JsonNode group : root.path("weightsManifest")) {
      for (JsonNode entry : group.path("weights")) {
        weights.put(entry.path("name").asText(), weight(entry, file, bytes));
      }
    }
    if (bytes.hasRemaining()) {
      throw new InvalidModelException(
          "Weights '%s' hold %d bytes that no weight names".formatted(file, bytes.remaining()));
    }
    return weights;
  }

  private static Tensor weight(JsonNode entry, Path file, ByteBuffer bytes)
      throws InvalidModelException {
    String name = entry.path("name").asText();
    String type = entry.path("quantization").path("dtype").asText(entry.path("dtype").asText());
    long[] shape = new long[entry.path("shape").size()];
    long size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").get(i).asLong(-1);
      if (shape[i] < 0 || shape[i] > Integer.MAX_VALUE || size > Integer.MAX_VALUE) {
        throw new InvalidModelException(
            "Weight '%s' of '%s' has shape %s".formatted(name, file, entry.path("shape")));
      }
      size *= shape[i];
    }
    int width = width(name, type, file);
    if (size > bytes.remaining() / width) {
      throw new InvalidModelException(
          "Weight '%s' of '%s' needs %d values of %d bytes, but %d bytes are left"
              .formatted(name, file, size, width, bytes.remaining()));
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = next(name, type, bytes);
    }
    return new Tensor(shape, values);
  }

  private static int width(String name, String type, Path file) throws InvalidModelException {
    return switch (type) {
      case "float16" -> 2;
      case "float32", "int32" -> 4;
      default ->
          throw new InvalidModelException(
              "Weight '%s' of '%s' must be float32, float16 or int32, but was '%s'"
                  .formatted(name, file, type));
    };
  }

  private static float next(String name, String type, ByteBuffer bytes)
      throws InvalidModelException {
    if (type.equals("float16")) {
      return Float16.toFloat(bytes.getShort());
    }
    if (type.equals("float32")) {
      return bytes.getFloat();
    }
    int value = bytes.getInt();
    if (Math.abs((long) value) > EXACT_INTEGERS) {
      throw new InvalidModelException(
          "Weight '%s' must stay within 2^24, but holds %d".formatted(name, value));
    }
    return value;
  }

  /** The node that makes {@code name} or {@code name:1}. */
  Node producer(String reference) throws InvalidModelException {
    Node node = nodes.get(reference.replaceFirst(":\\d+$", ""));
    if (node == null) {
      throw new InvalidModelException("The graph has no node '%s'".formatted(reference));
    }
    return node;
  }
}
