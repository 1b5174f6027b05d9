package io.sketchwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void shouldRefuseAFileOfAnotherFormat() throws Exception {
    Path file = Files.writeString(folder.resolve("a.safetensors"), "hello, this is text");

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("not safetensors");
  }
}
