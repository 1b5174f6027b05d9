package io.sketchwatch.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads and writes weights as safetensors: an 8-byte little-endian header length, a JSON header of
 * names, types, shapes and offsets, then the data. Weights are data here, never code. What is
 * written is float32; what is read may be of any {@link ElementType}.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, ElementType> TYPES =
      Map.of(
          "F16", ElementType.FLOAT16,
          "BF16", ElementType.BFLOAT16,
          "F32", ElementType.FLOAT32,
          "F64", ElementType.FLOAT64,
          "I64", ElementType.INT64);

  private Safetensors() {}

  /**
   * Reads every tensor of a file.
   *
   * @throws InvalidModelException if the file is damaged, larger than 2 GiB, or holds numbers of
   *     another type
   */
  public static SortedMap<String, Tensor> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new InvalidModelException(
            "File '%s' must be below 2 GiB, but has %d bytes".formatted(file, channel.size()));
      }
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      return read(file, bytes);
    }
  }

  private static SortedMap<String, Tensor> read(Path file, ByteBuffer bytes) throws IOException {
    long headerLength = bytes.remaining() < 8 ? -1 : bytes.getLong(0);
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER_BYTES, bytes.remaining() - 8)) {
      throw new InvalidModelException("File '%s' is not safetensors".formatted(file));
    }
    byte[] header = new byte[(int) headerLength];
    bytes.get(8, header);
    JsonNode entries = header(file, header);
    ByteBuffer data = bytes.slice(8 + header.length, bytes.remaining() - 8 - header.length);
    data.order(ByteOrder.LITTLE_ENDIAN);
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), data));
      }
    }
    return tensors;
  }

  private static JsonNode header(Path file, byte[] header) throws IOException {
    try {
      return JSON.readTree(header);
    } catch (JsonProcessingException e) {
      throw new InvalidModelException("File '%s' is not safetensors".formatted(file), e);
    }
  }

  private static Tensor tensor(Path file, String name, JsonNode entry, ByteBuffer data)
      throws IOException {
    String dtype = entry.path("dtype").asText();
    ElementType type = TYPES.get(dtype);
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    if (type == null
        || from < 0
        || to < from
        || to > data.limit()
        || (to - from) % type.bytes() != 0) {
      throw new InvalidModelException(
          "Tensor '%s' of '%s' must be of %s within the file, but was %s from %d to %d"
              .formatted(name, file, new TreeSet<>(TYPES.keySet()), dtype, from, to));
    }
    long[] shape = new long[entry.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").get(i).asLong(-1);
    }
    ByteBuffer bytes = data.slice((int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.limit() / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(bytes, i);
    }
    try {
      return new Tensor(shape, values);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidModelException(
          "Tensor '%s' of '%s': %s".formatted(name, file, e.getMessage()), e);
    }
  }

  /** Writes tensors in the order of their names, atomically: the file is whole or not there. */
  public static void write(Path file, SortedMap<String, Tensor> tensors) throws IOException {
    ObjectNode entries = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      ObjectNode node = entries.putObject(entry.getKey()).put("dtype", "F32");
      node.putPOJO("shape", tensor.shape());
      node.putArray("data_offsets").add(offset).add(offset += 4L * tensor.values().length);
    }
    String header = entries.toString();
    byte[] padded = (header + " ".repeat((8 - header.length() % 8) % 8)).getBytes(UTF_8);
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeFully(channel, littleEndian(8).putLong(padded.length).flip());
      writeFully(channel, ByteBuffer.wrap(padded));
      for (Tensor tensor : tensors.values()) {
        ByteBuffer values = littleEndian(4 * tensor.values().length);
        values.asFloatBuffer().put(tensor.values());
        writeFully(channel, values);
      }
      channel.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ByteBuffer littleEndian(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
