package io.sketchwatch.modelexport.tfjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sketchwatch.core.model.Float16;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes TensorFlow.js graph models as TensorFlow's converter does. */
final class TinyGraph {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode().put("format", "graph-model");
  private final ArrayNode nodes = root.putObject("modelTopology").putArray("node");
  private final ArrayNode weights = JSON.createArrayNode();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

  TinyGraph() {
    ObjectNode group = root.putArray("weightsManifest").addObject();
    group.putArray("paths").add("model.bin");
    group.set("weights", weights);
  }

  TinyGraph input(String name, int... shape) {
    ObjectNode attributes = JSON.createObjectNode();
    ArrayNode dims = attributes.putObject("shape").putObject("shape").putArray("dim");
    for (int length : shape) {
      dims.addObject().put("size", Integer.toString(length));
    }
    return node(name, "Placeholder", attributes);
  }

  TinyGraph floats(String name, int[] shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return weight(name, "float32", null, shape, bytes);
  }

  TinyGraph halves(String name, int[] shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(Float16.fromFloat(value));
    }
    return weight(name, "float32", "float16", shape, bytes);
  }

  TinyGraph integers(String name, int[] shape, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return weight(name, "int32", null, shape, bytes);
  }

  /** A list of integers. */
  TinyGraph integers(String name, int... values) {
    return integers(name, new int[] {values.length}, values);
  }

  TinyGraph weight(String name, String type, String stored, int[] shape, ByteBuffer bytes) {
    ObjectNode entry = weights.addObject().put("name", name).put("dtype", type);
    ArrayNode lengths = entry.putArray("shape");
    for (int length : shape) {
      lengths.add(length);
    }
    if (stored != null) {
      entry.putObject("quantization").put("dtype", stored).put("original_dtype", type);
    }
    binary.write(bytes.array(), bytes.arrayOffset(), bytes.limit());
    return node(name, "Const", JSON.createObjectNode());
  }

  TinyGraph node(String name, String op, ObjectNode attributes, String... inputs) {
    ObjectNode node = nodes.addObject().put("name", name).put("op", op);
    node.set("attr", attributes);
    ArrayNode names = node.putArray("input");
    for (String input : inputs) {
      names.add(input);
    }
    return this;
  }

  TinyGraph node(String name, String op, String... inputs) {
    return node(name, op, JSON.createObjectNode(), inputs);
  }

  /** TensorFlow's transpose. */
  TinyGraph transpose(String name, String input, int... order) {
    return integers(name + "/perm", order).node(name, "Transpose", input, name + "/perm");
  }

  /** Attributes of convolutions and pools: NHWC, VALID. */
  static ObjectNode window(int stride) {
    ObjectNode attributes = JSON.createObjectNode();
    text(attributes, "padding", "VALID");
    text(attributes, "data_format", "NHWC");
    list(attributes, "strides", 1, stride, stride, 1);
    list(attributes, "dilations", 1, 1, 1, 1);
    return attributes;
  }

  static ObjectNode text(ObjectNode attributes, String name, String value) {
    String encoded = Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    attributes.putObject(name).put("s", encoded);
    return attributes;
  }

  static ObjectNode list(ObjectNode attributes, String name, int... values) {
    ArrayNode list = attributes.putObject(name).putObject("list").putArray("i");
    for (int value : values) {
      list.add(Integer.toString(value));
    }
    return attributes;
  }

  static ObjectNode real(String name, double value) {
    ObjectNode attributes = JSON.createObjectNode();
    attributes.putObject(name).put("f", value);
    return attributes;
  }

  static ObjectNode flag(String name, boolean value) {
    ObjectNode attributes = JSON.createObjectNode();
    attributes.putObject(name).put("b", value);
    return attributes;
  }

  byte[] weightBytes() {
    return binary.toByteArray();
  }

  GraphModel read(Path folder) throws IOException {
    Files.write(folder.resolve("model.bin"), weightBytes());
    return readWith(folder, folder.resolve("model.bin"));
  }

  GraphModel readWith(Path folder, Path weightFile) throws IOException {
    Path file = Files.writeString(folder.resolve("model.json"), root.toString());
    return GraphModel.read(file, weightFile);
  }
}
