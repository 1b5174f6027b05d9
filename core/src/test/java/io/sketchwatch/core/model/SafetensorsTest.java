package io.sketchwatch.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

  @TempDir private Path folder;

  @Test
  void shouldReadWhatItWrote() throws Exception {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    tensors.put("pool.p", new Tensor(new long[0], new float[] {3}));
    tensors.put("neck.weight", new Tensor(new long[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6.5f}));

    Safetensors.write(folder.resolve("a.safetensors"), tensors);

    assertThat(Safetensors.read(folder.resolve("a.safetensors"))).isEqualTo(tensors);
  }

  @Test
  void shouldNameATensorThatReachesBeyondTheFile() throws Exception {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    tensors.put("neck.bias", new Tensor(new long[] {8}, new float[8]));
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, tensors);
    byte[] bytes = Files.readAllBytes(file);

    Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("neck.bias");
  }

  @Test
  void shouldReadEveryTypeOfNumber() throws Exception {
    String header =
        """
        {"half":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},
         "brain":{"dtype":"BF16","shape":[],"data_offsets":[2,4]},
         "double":{"dtype":"F64","shape":[1,1],"data_offsets":[4,12]},
         "count":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}""";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 20);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).put(header.getBytes(UTF_8));
    bytes.putShort((short) 0xc100).putShort((short) 0xc020).putDouble(0.1).putLong(1234);
    Path file = Files.write(folder.resolve("a.safetensors"), bytes.array());

    SortedMap<String, Tensor> tensors = Safetensors.read(file);

    assertThat(tensors.get("half")).isEqualTo(tensor(-2.5f, 1));
    assertThat(tensors.get("brain")).isEqualTo(tensor(-2.5f));
    assertThat(tensors.get("double")).isEqualTo(tensor(0.1f, 1, 1));
    assertThat(tensors.get("count")).isEqualTo(tensor(1234));
  }

  private static Tensor tensor(float value, long... shape) {
    return new Tensor(shape, new float[] {value});
  }

  @Test
  void shouldRefuseAHeaderThatIsNoJson() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(8);
    Path file = Files.write(folder.resolve("a.safetensors"), bytes.array());

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("not safetensors");
  }

  @Test
  void shouldRefuseAFileOfAnotherFormat() throws Exception {
    Path file = Files.writeString(folder.resolve("a.safetensors"), "hello, this is text");

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("not safetensors");
  }
}
