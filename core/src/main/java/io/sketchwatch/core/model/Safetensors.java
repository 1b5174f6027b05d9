package io.sketchwatch.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/**
 * Reads and writes float32 weights as safetensors: an 8-byte little-endian header length, a JSON
 * header of names, types, shapes and offsets, then the data. Weights are data here, never code.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * Reads every tensor of a file.
   *
   * @throws InvalidModelException if the file is damaged or holds anything but float32
   */
  public static SortedMap<String, Tensor> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
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
    JsonNode entries = JSON.readTree(header);
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

  private static Tensor tensor(Path file, String name, JsonNode entry, ByteBuffer data)
      throws IOException {
    String type = entry.path("dtype").asText();
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    if (!type.equals("F32") || from < 0 || to < from || to > data.limit() || (to - from) % 4 != 0) {
      throw new InvalidModelException(
          "Tensor '%s' of '%s' must be F32 within the file, but was %s from %d to %d"
              .formatted(name, file, type, from, to));
    }
    long[] shape = new long[entry.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").get(i).asLong();
    }
    float[] values = new float[(int) ((to - from) / 4)];
    data.slice((int) from, (int) (to - from))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
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
