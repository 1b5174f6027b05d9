package io.sketchwatch.modelexport.quantisation;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.BATCH;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.integers;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.OnnxModel;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a residual network of 4 channels and a matrix product, written here. */
class Int8ModelTest {

  private static final InputSpec INPUT = InputSpec.encoder(8, 8);
  private static final int OUTPUTS = 5;

  @TempDir private Path folder;

  @Test
  void shouldComputeNearlyTheSameWithBytes() throws IOException {
    Path exact = writeNetwork("exact.onnx");
    Path rounded = writeNetwork("rounded.onnx");
    Int8Model.round(rounded, INPUT, pictures(1, 24));

    float[] pixels = INPUT.batch(pictures(2, 6));
    float[] expected = run(exact, pixels);
    float[] actual = run(rounded, pixels);

    assertThat(actual).containsExactly(expected, within(0.04f * reach(expected)));
    assertThat(actual).isNotEqualTo(expected);
  }

  @Test
  void shouldBeExactWhereEveryValueIsAByte() throws IOException {
    Path file = folder.resolve("bytes.onnx");
    OnnxGraph graph = new OnnxGraph("bytes");
    graph.input("images", BATCH, 3, 8, 8);
    graph.constant("sum.weight", new Tensor(new long[] {1, 3, 1, 1}, new float[] {1, 1, 1}));
    graph.constant("sum.bias", new Tensor(new long[] {1}, new float[] {2}));
    graph.node("Conv", List.of("images", "sum.weight", "sum.bias"), "sum", kernel(1));
    graph.node("GlobalAveragePool", List.of("sum"), "mean");
    graph.output("mean", BATCH, 1, 1, 1);
    graph.write(file, new TreeMap<>());
    InputSpec raw =
        new InputSpec(
            8,
            8,
            InputSpec.Channels.RGB,
            InputSpec.Fit.STRETCH,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));
    Image grey = grey(20);

    Int8Model.round(file, raw, List.of(grey(0), grey(255), grey));

    try (OnnxModel model = OnnxModel.open(file, 1)) {
      assertThat(model.run(raw.batch(List.of(grey)), raw.shape(1)).get(0).values()[0])
          .isCloseTo(62f, within(1.6f));
    }
  }

  @Test
  void shouldStoreTheWeightsOfAProductInAQuarterAndKeepOtherConstants() throws IOException {
    Path file = folder.resolve("wide.onnx");
    OnnxGraph graph = new OnnxGraph("wide");
    graph.input("images", BATCH, 3, 8, 8);
    graph.node("Flatten", List.of("images"), "colours");
    graph.constant("factor", random(new long[] {1}, 3));
    graph.node("Mul", List.of("colours", "factor"), "scaled");
    graph.constant("wide.weight", random(new long[] {INPUT.length(), 500}, 4));
    graph.node("MatMul", List.of("scaled", "wide.weight"), "embeddings");
    graph.output("embeddings", BATCH, 500);
    graph.write(file, new TreeMap<>());
    long whole = Files.size(file);
    float[] pixels = INPUT.batch(pictures(2, 2));
    float[] expected = run(file, pixels);

    Int8Model.round(file, INPUT, pictures(2, 2));

    assertThat(Files.size(file)).isLessThan(whole * 3 / 10);
    assertThat(run(file, pixels)).containsExactly(expected, within(0.04f * reach(expected)));
  }

  @Test
  void shouldWriteTheSameBytesAgainAndKeepTheMetadata() throws IOException {
    Path first = writeNetwork("first.onnx");
    Path second = writeNetwork("second.onnx");

    Int8Model.round(first, INPUT, pictures(1, 5));
    Int8Model.round(second, INPUT, pictures(1, 5));

    assertThat(second).hasSameBinaryContentAs(first);
    assertThat(folder).isDirectoryNotContaining("glob:**calibration*");
    assertThat(Files.readString(first, ISO_8859_1)).contains("tiny-7", "QuantizeLinear");
  }

  @Test
  void shouldRefuseToGuessRangesWithoutPictures() throws IOException {
    Path file = writeNetwork("network.onnx");

    assertThatThrownBy(() -> Int8Model.round(file, INPUT, List.of()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("needs pictures to be calibrated on");
  }

  @Test
  void shouldRefuseAModelWithoutAnythingToRound() throws IOException {
    Path file = folder.resolve("mean.onnx");
    OnnxGraph graph = new OnnxGraph("mean");
    graph.input("images", BATCH, 3, 8, 8);
    graph.node("GlobalAveragePool", List.of("images"), "mean");
    graph.output("mean", BATCH, 3, 1, 1);
    graph.write(file, new TreeMap<>());

    assertThatThrownBy(() -> Int8Model.round(file, INPUT, pictures(1, 1)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must have a convolution or product");
  }

  private Path writeNetwork(String name) throws IOException {
    Path file = folder.resolve(name);
    OnnxGraph graph = new OnnxGraph("tiny");
    graph.input("images", BATCH, 3, 8, 8);
    convolution(graph, "images", "stem", 3);
    graph.node("Relu", List.of("stem"), "stem.relu");
    graph.node("MaxPool", List.of("stem.relu"), "pooled", kernel(2), integers("strides", 2, 2));
    convolution(graph, "pooled", "branch", 4);
    graph.node("Add", List.of("branch", "pooled"), "added");
    graph.node("Relu", List.of("added"), "added.relu");
    convolution(graph, "added.relu", "last", 4);
    graph.node("GlobalAveragePool", List.of("last"), "mean");
    graph.node("Flatten", List.of("mean"), "flat");
    graph.constant("product.weight", random(new long[] {4, OUTPUTS}, 9));
    graph.node("MatMul", List.of("flat", "product.weight"), "embeddings");
    graph.output("embeddings", BATCH, OUTPUTS);
    graph.write(file, new TreeMap<>(Map.of("modelId", "tiny-7")));
    return file;
  }

  private static void convolution(OnnxGraph graph, String input, String name, int inputs) {
    graph.constant(name + ".weight", random(new long[] {4, inputs, 3, 3}, name.hashCode()));
    graph.constant(name + ".bias", random(new long[] {4}, name.length()));
    graph.node(
        "Conv",
        List.of(input, name + ".weight", name + ".bias"),
        name,
        kernel(3),
        integers("pads", 1, 1, 1, 1));
  }

  private static AttributeProto kernel(int size) {
    return integers("kernel_shape", size, size);
  }

  private static Tensor random(long[] shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 3;
    }
    return new Tensor(shape, values);
  }

  private static float[] run(Path file, float[] pixels) throws IOException {
    try (OnnxModel model = OnnxModel.open(file, 1)) {
      return model.run(pixels, INPUT.shape(pixels.length / INPUT.length())).get(0).values();
    }
  }

  private static float reach(float[] values) {
    float reach = 0;
    for (float value : values) {
      reach = Math.max(reach, Math.abs(value));
    }
    return reach;
  }

  private static List<Image> pictures(long seed, int count) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] rgb = new byte[8 * 8 * 3];
              random.nextBytes(rgb);
              return new Image(8, 8, rgb);
            })
        .toList();
  }

  private static Image grey(int value) {
    byte[] rgb = new byte[8 * 8 * 3];
    Arrays.fill(rgb, (byte) value);
    return new Image(8, 8, rgb);
  }
}
