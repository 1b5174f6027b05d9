package io.sketchwatch.modelexport.torch;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.BATCH;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.integer;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.integers;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.real;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.OnnxModel;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.core.model.TensorModel;
import io.sketchwatch.modelexport.onnx.DalNetFixture;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.modelexport.onnx.OnnxGraph;
import io.sketchwatch.modelexport.quantisation.Int8Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TorchModelTest {

  private static final InputSpec INPUT = InputSpec.encoder(32, 64);
  private static final int CALLERS = 4;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "PHOTO, FLOAT32, false",
    "SKETCH, FLOAT32, false",
    "PHOTO, FLOAT16, false",
    "SKETCH, FLOAT16, true",
    "PHOTO, FLOAT32, true"
  })
  void shouldGiveTheEmbeddingsOfOnnxRuntimeForBatchesOfAnySize(
      Modality modality, Precision precision, boolean projected) throws Exception {
    Path file = dalNet(modality, precision, projected);
    try (OnnxModel expected = OnnxModel.open(file, 1);
        TorchModel model = TorchModel.open(file, 1, Device.cpu())) {
      for (int batch : new int[] {1, 8, 3}) {
        assertAlike(model, expected, INPUT.shape(batch), 1e-5f);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void shouldComputeEachOperatorAsOnnxRuntimeDoes(String name, OnnxGraph graph) throws Exception {
    Path file = write(graph);
    try (OnnxModel expected = OnnxModel.open(file, 1);
        TorchModel model = TorchModel.open(file, 1, Device.cpu())) {
      assertAlike(model, expected, new long[] {2, 4, 8, 8}, 1e-4f);
    }
  }

  static Stream<Arguments> operators() {
    Tensor kernel = noise(1, 6, 2, 3, 1);
    Tensor matrix = noise(2, 8, 5);
    Tensor transposed = noise(3, 5, 256);
    return Stream.of(
        Arguments.of(
            "Conv in groups, dilated and unequal",
            graph(
                "Conv",
                List.of(kernel, noise(4, 6)),
                6,
                integer("group", 2),
                text("auto_pad", "NOTSET"),
                integers("kernel_shape", 3, 1),
                integers("dilations", 2, 1),
                integers("strides", 1, 2),
                integers("pads", 2, 1, 2, 1))),
        Arguments.of("Conv by default", graph("Conv", List.of(noise(5, 3, 4, 1, 1)), 3)),
        Arguments.of(
            "MaxPool",
            graph(
                "MaxPool",
                List.of(),
                4,
                integer("ceil_mode", 0),
                integers("kernel_shape", 3, 2),
                integers("pads", 1, 1, 1, 1))),
        Arguments.of(
            "BatchNormalization",
            graph(
                "BatchNormalization",
                List.of(noise(6, 4), noise(7, 4), noise(8, 4), positive(9, 4)),
                4,
                real("epsilon", 1e-3f),
                real("momentum", 0.8f))),
        Arguments.of("Sub", graph("Sub", List.of(noise(10, 4, 1, 1)), 4)),
        Arguments.of("Div", graph("Div", List.of(positive(11, 1, 8)), 4)),
        Arguments.of("Clip from below", graph("Clip", List.of(scalar(-0.1f)), 4)),
        Arguments.of("Clip", graph("Clip", List.of(scalar(-0.1f), scalar(0.2f)), 4)),
        Arguments.of("MatMul", graph("MatMul", List.of(matrix), 4)),
        Arguments.of("LpNormalization", graph("LpNormalization", List.of(), 4)),
        Arguments.of("Identity", graph("Identity", List.of(), 4)),
        Arguments.of(
            "Gemm with weights as they are", flattened("Gemm", List.of(noise(12, 256, 5)))),
        Arguments.of(
            "Gemm with weights turned",
            flattened("Gemm", List.of(transposed, noise(13, 5)), integer("transB", 1))));
  }

  @Test
  void shouldNormaliseAVectorOfZerosAsOnnxRuntimeDoes() throws Exception {
    Path file = write(graph("LpNormalization", List.of(), 4));
    try (TorchModel model = TorchModel.open(file, 1, Device.cpu())) {
      Tensor zeros = model.run(input -> {}, 1, 4, 8, 8).get(0);

      assertThat(zeros.values()).containsOnly(0);
    }
  }

  @Test
  void shouldRefuseAnOperatorThatItDoesNotKnowAndNameTheWayOut() throws Exception {
    Path file = dalNet(Modality.PHOTO, Precision.FLOAT32, false);
    byte[] rgb = new byte[INPUT.length()];
    new Random(1).nextBytes(rgb);
    Int8Model.round(file, INPUT, List.of(new Image(INPUT.width(), INPUT.height(), rgb)));

    assertThatThrownBy(() -> TorchModel.open(file, 1, Device.cpu()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Operator 'QuantizeLinear'")
        .hasMessageContaining("is not known to the PyTorch engine: use ONNX Runtime");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unknownSettings")
  void shouldRefuseWhatItDoesNotKnowOfAnOperator(OnnxGraph graph, String reason) throws Exception {
    Path file = write(graph);

    assertThatThrownBy(() -> TorchModel.open(file, 1, Device.cpu()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(reason);
  }

  static Stream<Arguments> unknownSettings() {
    List<Tensor> kernel = List.of(noise(1, 6, 4, 3, 3));
    return Stream.of(
        Arguments.of(
            graph("Conv", kernel, 6, text("auto_pad", "SAME_UPPER")), "'auto_pad' of SAME_UPPER"),
        Arguments.of(
            graph("Conv", kernel, 6, integers("pads", 0, 0, 1, 1)), "'pads' of [0, 0, 1, 1]"),
        Arguments.of(graph("Conv", kernel, 6, integers("strides", 1)), "'strides' of [1]"),
        Arguments.of(graph("Relu", List.of(), 4, integer("slope", 1)), "attributes [slope]"),
        Arguments.of(graph("MaxPool", List.of(), 4, integer("ceil_mode", 1)), "'ceil_mode' of 1"),
        Arguments.of(graph("Gemm", List.of(noise(1, 8, 5)), 4, real("alpha", 2)), "'alpha' of 2.0"),
        Arguments.of(graph("Cast", List.of(), 4, integer("to", 1)), "must have a constant"),
        Arguments.of(graph("Add", List.of(), 4), "needs input 1, but has 1 inputs"));
  }

  @Test
  void shouldRefuseAFileThatIsNoModel() throws Exception {
    Path file = Files.write(folder.resolve("photo.onnx"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> TorchModel.open(file, 1, Device.cpu()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void shouldRefuseAnInputOfAnotherShape() throws Exception {
    try (TorchModel model = open(dalNet(Modality.PHOTO, Precision.FLOAT32, false))) {
      assertThatThrownBy(() -> model.run(input -> {}, 1, 3, 32, 64))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(
              "must have an input of shape [0, 3, 64, 32] (0: any), but was [1, 3, 32, 64]");
      assertThatThrownBy(() -> model.run(input -> {}, 3, 64, 32))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldTellInOneLineWhatPyTorchRefuses() throws Exception {
    Path file = write(graph("MatMul", List.of(noise(1, 7, 2)), 4));
    try (TorchModel model = open(file)) {
      assertThatThrownBy(() -> model.run(input -> {}, 1, 4, 8, 8))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void shouldRunOnTheCpuWhereThereIsNoSuchGpu() throws Exception {
    Path file = dalNet(Modality.PHOTO, Precision.FLOAT32, false);

    assertThatThrownBy(() -> TorchModel.open(file, 1, Device.gpu(99)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("gpu(99)");
    try (TorchModel model = ModelDevice.open(Device.gpu(99), on -> TorchModel.open(file, 1, on))) {
      assertThat(model.run(input -> {}, INPUT.shape(1))).hasSize(1);
    }
  }

  @Test
  void shouldGiveConcurrentCallersTheirOwnResults() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (TorchModel model = open(dalNet(Modality.PHOTO, Precision.FLOAT32, false))) {
      List<Callable<Tensor>> calls = new ArrayList<>();
      for (int i = 0; i < 8 * CALLERS; i++) {
        Tensor input = noise(i, INPUT.shape(1 + i % 3));
        calls.add(() -> run(model, input));
      }
      List<Future<Tensor>> results = callers.invokeAll(calls);

      for (int i = 0; i < calls.size(); i++) {
        assertThat(results.get(i).get().values())
            .containsExactly(calls.get(i).call().values(), within(1e-6f));
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static void assertAlike(
      TensorModel model, TensorModel expected, long[] shape, float tolerance) {
    Tensor input = noise(shape[0], shape);
    Tensor wanted = run(expected, input);
    Tensor got = run(model, input);

    assertThat(got.shape()).isEqualTo(wanted.shape());
    assertThat(got.values()).containsExactly(wanted.values(), within(tolerance));
  }

  private static Tensor run(TensorModel model, Tensor input) {
    return model.run(buffer -> buffer.put(0, input.values()), input.shape()).get(0);
  }

  private static TorchModel open(Path file) throws IOException {
    return TorchModel.open(file, 1, Device.cpu());
  }

  // -- networks

  private Path dalNet(Modality modality, Precision precision, boolean projected)
      throws IOException {
    Tensor projection = projected ? noise(7, 128, 24) : null;
    Path file = folder.resolve("dalnet.onnx");
    new DalNetOnnxWriter(new DalNetFixture().weights(), precision, projection)
        .write(modality, INPUT, file, new TreeMap<>());
    return file;
  }

  private Path write(OnnxGraph graph) throws IOException {
    Path file = folder.resolve("operator.onnx");
    graph.write(file, new TreeMap<>());
    return file;
  }

  /** One operator on pictures of 8 by 8 with 4 channels. */
  private static OnnxGraph graph(
      String operator, List<Tensor> constants, int channels, AttributeProto... attributes) {
    OnnxGraph graph = new OnnxGraph("operator");
    graph.input("x", BATCH, 4, 8, 8);
    add(graph, operator, "x", constants, attributes);
    graph.output("y", BATCH, channels, BATCH, BATCH);
    return graph;
  }

  private static OnnxGraph flattened(
      String operator, List<Tensor> constants, AttributeProto... attributes) {
    OnnxGraph graph = new OnnxGraph("operator");
    graph.input("x", BATCH, 4, 8, 8);
    graph.node("Flatten", List.of("x"), "flat", integer("axis", 1));
    add(graph, operator, "flat", constants, attributes);
    graph.output("y", BATCH, 5);
    return graph;
  }

  private static void add(
      OnnxGraph graph,
      String operator,
      String input,
      List<Tensor> constants,
      AttributeProto... attributes) {
    List<String> inputs = new ArrayList<>(List.of(input));
    for (Tensor constant : constants) {
      String name = "constant" + inputs.size();
      graph.constant(name, constant);
      inputs.add(name);
    }
    graph.node(operator, inputs, "y", attributes);
  }

  private static Tensor scalar(float value) {
    return new Tensor(new long[0], new float[] {value});
  }

  private static Tensor positive(long seed, long... shape) {
    float[] values = noise(seed, shape).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + Math.abs(values[i]);
    }
    return new Tensor(shape, values);
  }

  private static Tensor noise(long seed, long... shape) {
    Random random = new Random(seed);
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(shape, values);
  }
}
