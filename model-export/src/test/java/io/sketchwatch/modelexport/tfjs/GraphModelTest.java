package io.sketchwatch.modelexport.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.model.InvalidModelException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphModelTest {

  @TempDir Path folder;

  @Test
  void shouldReadWeightsOfEachTypeInTurn() throws Exception {
    GraphModel model =
        new TinyGraph()
            .halves("half", new int[] {3}, 0.5f, -2, 65504)
            .integers("whole", 7, -1)
            .floats("real", new int[] {1, 1}, 0.1f)
            .read(folder);

    assertThat(model.weights().get("half").values()).containsExactly(0.5f, -2, 65504);
    assertThat(model.weights().get("whole").values()).containsExactly(7, -1);
    assertThat(model.weights().get("real").values()).containsExactly(0.1f);
    assertThat(model.nodes()).containsOnlyKeys("half", "whole", "real");
  }

  @Test
  void shouldRefuseWeightsThatAreTooShortOrTooLong() throws Exception {
    TinyGraph graph = new TinyGraph().floats("w", new int[] {3}, 1, 2, 3);
    byte[] bytes = graph.weightBytes();
    Path shorter = Files.write(folder.resolve("short"), Arrays.copyOf(bytes, 11));
    Path longer = Files.write(folder.resolve("long"), Arrays.copyOf(bytes, 13));

    assertThatThrownBy(() -> graph.readWith(folder, shorter))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("Weight 'w'")
        .hasMessageContaining("11 bytes are left");
    assertThatThrownBy(() -> graph.readWith(folder, longer))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("1 bytes that no weight names");
  }

  @Test
  void shouldRefuseShapesThatClaimMoreThanTheFileHolds() {
    ByteBuffer four = ByteBuffer.allocate(4);
    int[] huge = {1 << 30, 1 << 30, 1 << 30, 1 << 30};

    assertThatThrownBy(() -> new TinyGraph().weight("w", "float32", null, huge, four).read(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'w'");
    assertThatThrownBy(
            () ->
                new TinyGraph().weight("w", "float32", null, new int[] {-1, -1}, four).read(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'w'");
  }

  @Test
  void shouldRefuseTypesAndIntegersThatItCannotHold() {
    assertThatThrownBy(
            () ->
                new TinyGraph()
                    .weight("w", "float32", "uint8", new int[] {1}, ByteBuffer.allocate(1))
                    .read(folder))
        .hasMessageContaining("'uint8'");
    assertThatThrownBy(() -> new TinyGraph().integers("w", 1 << 25).read(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("33554432");
  }

  @Test
  void shouldRefuseOtherJson() throws Exception {
    Path bin = Files.write(folder.resolve("model.bin"), new byte[0]);
    Path other = Files.writeString(folder.resolve("other.json"), "{\"format\": \"layers\"}");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{");

    assertThatThrownBy(() -> GraphModel.read(other, bin)).hasMessageContaining("'layers'");
    assertThatThrownBy(() -> GraphModel.read(broken, bin))
        .isInstanceOf(InvalidModelException.class);
  }
}
