package io.sketchwatch.modelexport.tfjs;

import static io.sketchwatch.modelexport.tfjs.ReferenceOps.at;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.convolve;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.make;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.map;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.maxPool;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.nchw;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.nhwc;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.pad;
import static io.sketchwatch.modelexport.tfjs.ReferenceOps.resize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.OnnxModel;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation on random numbers, in ONNX Runtime and as loops. */
class TfjsToOnnxTest {

  /** A picture NCHW of two channels, 6 x 8. */
  private final Tensor x = random(1, 2, 6, 8);

  private final TinyGraph graph = new TinyGraph().input("x", 1, 2, 6, 8);

  @TempDir Path folder;

  @Test
  void shouldConvolveWhatIsPaddedAndTransposed() throws Exception {
    Tensor kernel = random(3, 3, 2, 4);
    graph
        .integers("pads", new int[] {4, 2}, 0, 0, 0, 0, 1, 1, 2, 0)
        .node("padded", "Pad", "x", "pads")
        .transpose("image", "padded", 0, 2, 3, 1)
        .floats("kernel", new int[] {3, 3, 2, 4}, kernel.values())
        .node("conv", "Conv2D", TinyGraph.window(2), "image", "kernel")
        .transpose("out", "conv", 0, 3, 1, 2);

    assertGives(nchw(convolve(pad(nhwc(x), 1, 1, 2, 0, 0), kernel, 2)), "out");
  }

  @Test
  void shouldConvolveGroupsWithAKernelStoredInHalfPrecision() throws Exception {
    Tensor kernel = map(random(1, 3, 1, 6), value -> Math.round(value * 64) / 64.0);
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .halves("kernel", new int[] {1, 3, 1, 6}, kernel.values())
        .node("conv", "Conv2D", TinyGraph.window(1), "image", "kernel");

    assertGives(convolve(nhwc(x), kernel, 1), "conv");
  }

  @Test
  void shouldPadWithAnyValueBeforeAnyOperation() throws Exception {
    Tensor kernel = random(2, 2, 2, 3);
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .integers("pads", new int[] {4, 2}, 0, 0, 2, 1, 0, 3, 0, 0)
        .floats("seven", new int[0], 7)
        .node("padded", "PadV2", "image", "pads", "seven")
        .floats("kernel", new int[] {2, 2, 2, 3}, kernel.values())
        .node("conv", "Conv2D", TinyGraph.window(1), "padded", "kernel")
        .node("sigmoid", "Sigmoid", "padded");

    Tensor padded = pad(nhwc(x), 2, 1, 0, 3, 7);
    assertGives(convolve(padded, kernel, 1), "conv");
    assertGives(map(padded, value -> 1 / (1 + Math.exp(-value))), "sigmoid");
    assertGives(padded, "padded");
  }

  @Test
  void shouldTakeTheMaximumOfPaddedWindows() throws Exception {
    ObjectNode window = TinyGraph.list(TinyGraph.window(2), "ksize", 1, 3, 3, 1);
    graph
        .integers("pads", new int[] {4, 2}, 0, 0, 0, 0, 1, 1, 1, 1)
        .floats("lowest", new int[0], Float.NEGATIVE_INFINITY)
        .node("padded", "PadV2", "x", "pads", "lowest")
        .transpose("image", "padded", 0, 2, 3, 1)
        .node("pool", "MaxPool", window, "image")
        .node("zeros", "Pad", "x", "pads")
        .transpose("zerosImage", "zeros", 0, 2, 3, 1)
        .node("zerosPool", "MaxPool", window, "zerosImage");

    Tensor lowest = pad(nhwc(x), 1, 1, 1, 1, Float.NEGATIVE_INFINITY);
    assertGives(maxPool(lowest, 3, 2), "pool");
    assertGives(maxPool(pad(nhwc(x), 1, 1, 1, 1, 0), 3, 2), "zerosPool");
  }

  @Test
  void shouldAddConstantsAlongTheAxesThatTensorFlowSees() throws Exception {
    float[] bias = {3, -5};
    Tensor rows = random(6, 1, 2);
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .floats("bias", new int[] {2}, bias)
        .floats("rows", new int[] {6, 1, 2}, rows.values())
        .node("biased", "Add", "image", "bias")
        .node("both", "AddV2", "rows", "biased");

    Tensor image = nhwc(x);
    assertGives(make(i -> at(image, i) + bias[i[3]] + at(rows, i[1], 0, i[3]), 1, 6, 8, 2), "both");
  }

  @Test
  void shouldAddWhatIsHeldInDifferentOrders() throws Exception {
    graph
        .transpose("turned", "x", 0, 1, 3, 2)
        .transpose("image", "x", 0, 2, 3, 1)
        .node("relu", "LeakyRelu", TinyGraph.real("alpha", 0.1), "image")
        .transpose("back", "relu", 0, 3, 2, 1)
        .node("sum", "Add", "turned", "back");

    assertGives(
        make(
            i -> {
              float value = at(x, i[0], i[1], i[3], i[2]);
              return value + (value < 0 ? 0.1 * value : value);
            },
            1,
            2,
            8,
            6),
        "sum");
  }

  @Test
  void shouldConcatenateAndSplitAlongTheAxesThatTensorFlowSees() throws Exception {
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .node("sigmoid", "Sigmoid", "x")
        .transpose("sigmoidImage", "sigmoid", 0, 2, 3, 1)
        .integers("axis", new int[0], -1)
        .integers("one", new int[0], 1)
        .node("joined", "ConcatV2", "image", "sigmoidImage", "image", "axis")
        .integers("sizes", 1, 4, 1)
        .node("parts", "SplitV", "joined", "sizes", "axis")
        .integers("rowSizes", 5, 1)
        .node("rows", "SplitV", "joined", "rowSizes", "one");

    Tensor joined =
        make(
            i -> {
              float value = at(x, i[0], i[3] % 2, i[1], i[2]);
              return i[3] / 2 == 1 ? 1 / (1 + Math.exp(-value)) : value;
            },
            1,
            6,
            8,
            6);
    assertGives(make(i -> at(joined, i[0], i[1], i[2], i[3] + 1), 1, 6, 8, 4), "parts:1");
    assertGives(make(i -> at(joined, i[0], i[1] + 5, i[2], i[3]), 1, 1, 8, 6), "rows:1");
  }

  @Test
  void shouldResizeBilinearlyBothWays() throws Exception {
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .integers("larger", 12, 24)
        .integers("smaller", 3, 4)
        .node("up", "ResizeBilinear", TinyGraph.flag("half_pixel_centers", true), "image", "larger")
        .node(
            "down",
            "ResizeBilinear",
            TinyGraph.flag("half_pixel_centers", true),
            "image",
            "smaller");

    assertGives(resize(nhwc(x), 12, 24), "up");
    assertGives(resize(nhwc(x), 3, 4), "down");
  }

  @Test
  void shouldReshapeToAShapeThatTheGraphWorksOut() throws Exception {
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .integers("base", 1, 0, -1)
        .integers("indices", new int[] {1, 1}, 1)
        .integers("length", 3)
        .integers("values", new int[] {1}, 16)
        .integers("zero", new int[0], 0)
        .node("extra", "SparseToDense", "indices", "length", "values", "zero")
        .node("shape", "AddV2", "base", "extra")
        .node("reshaped", "Reshape", "image", "shape")
        .transpose("out", "reshaped", 0, 2, 1)
        .node("Identity", "Identity", "out");

    Tensor image = nhwc(x);
    assertGives(make(i -> image.values()[i[2] * 6 + i[1]], 1, 6, 16), "Identity");
  }

  @Test
  void shouldRunABatchAsItRunsSingleImages() throws Exception {
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .integers("shape", 1, 48, 2)
        .node("flat", "Reshape", "image", "shape");
    Tensor two = random(2, 2, 6, 8);

    Tensor both = run(two, "flat");

    assertThat(both.shape()).containsExactly(2, 48, 2);
    assertThat(both.values()).containsExactly(nhwc(two).values());
  }

  @Test
  void shouldNameAnOperationThatItDoesNotKnow() {
    graph.node("odd", "Einsum", "x");

    assertRefused("odd", "Operation 'Einsum' of node 'odd'");
  }

  @Test
  void shouldRefuseWhatItWouldConvertWrongly() {
    graph
        .transpose("image", "x", 0, 2, 3, 1)
        .floats("kernel", new int[] {1, 1, 2, 1}, 1, 1)
        .integers("size", 7, 9)
        .integers("shape", 2, -1)
        .integers("order", 0, 1, 1, 3)
        .node(
            "same",
            "Conv2D",
            TinyGraph.text(TinyGraph.window(1), "padding", "SAME"),
            "image",
            "kernel")
        .node("dynamic", "Conv2D", TinyGraph.window(1), "image", "image")
        .node(
            "corners",
            "ResizeBilinear",
            TinyGraph.flag("half_pixel_centers", false),
            "image",
            "size")
        .node("batch", "Reshape", "x", "shape")
        .node("twice", "Transpose", "x", "order")
        .node("cycle", "Sigmoid", "cycle")
        .node("ring", "Identity", "ring")
        .node("rings", "Add", "ring", "x")
        .node("bare", "Add", "x")
        .node("lost", "Sigmoid", "nowhere");

    assertRefused("same", "Conv2D 'same' must be NHWC with padding VALID");
    assertRefused("dynamic", "Conv2D 'dynamic' needs a constant 'image'");
    assertRefused("corners", "ResizeBilinear 'corners' needs half_pixel_centers");
    assertRefused("batch", "Reshape 'batch' must keep the batch");
    assertRefused("twice", "Transpose 'twice' needs an order of all axes");
    assertRefused("cycle", "cycle");
    assertRefused("rings", "cycle through 'ring'");
    assertRefused("bare", "Add 'bare' needs two inputs, but was [x]");
    assertRefused("lost", "no node 'nowhere'");
  }

  private void assertRefused(String output, String message) {
    assertThatThrownBy(() -> run(x, output))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }

  private void assertGives(Tensor expected, String output) throws IOException {
    Tensor actual = run(x, output);
    assertThat(actual.shape()).as(output).containsExactly(expected.shape());
    assertThat(actual.values()).as(output).containsExactly(expected.values(), within(1e-5f));
  }

  private Tensor run(Tensor input, String output) throws IOException {
    Path file = folder.resolve("model.onnx");
    TreeMap<String, String> outputs = new TreeMap<>();
    outputs.put(output, "out");
    TfjsToOnnx.convert(graph.read(folder), "images", outputs).write(file, new TreeMap<>());
    try (OnnxModel model = OnnxModel.open(file, 1)) {
      List<Tensor> results = model.run(input.values(), input.shape());
      assertThat(results).hasSize(1);
      return results.get(0);
    }
  }

  private static Tensor random(int... shape) {
    Random random = new Random(shape.length * 31L + shape[0]);
    return make(i -> random.nextGaussian(), shape);
  }
}
