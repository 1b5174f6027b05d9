package io.sketchwatch.dalnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.DecoderSpec;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.DrawnPeople;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskModelTest {

  @TempDir Path folder;

  @Test
  void shouldDivideAPhotoByItsGreatestValueAndStretchTheOutput() throws IOException {
    try (MaskModel model = MaskModel.open(roundingModel(Kind.MASK))) {
      assertThat(greys(model.mask(row(20, 110, 200)))).containsExactly(0, 255, 255);
      assertThat(greys(model.mask(row(20, 110, 250)))).containsExactly(0, 0, 255);
    }
  }

  @Test
  void shouldTakeThePersonToBeEverywhereWhereTheOutputIsFlat() throws IOException {
    try (MaskModel model = MaskModel.open(roundingModel(Kind.MASK))) {
      assertThat(greys(model.mask(row(200, 200, 200)))).containsOnly(255);
    }
  }

  @Test
  void shouldWorkOutAMaskOnce() throws IOException {
    PersonDataSet data = DrawnPeople.write(folder.resolve("data"), 2);
    AtomicInteger done = new AtomicInteger();
    try (MaskModel model = MaskModel.open(roundingModel(Kind.MASK))) {
      PhotoMasks first = masks(model, data, done);
      Path file = first.of(data.photos().get(0)).file();
      byte[] written = Files.readAllBytes(file);
      Path other = first.of(data.photos().get(1)).file();
      Files.delete(other);
      Files.write(file, new byte[] {1});

      PhotoMasks again = masks(model, data, done);

      assertThat(again.of(data.photos().get(0)).file()).hasBinaryContent(new byte[] {1});
      assertThat(other).isRegularFile();
      assertThat(written).isNotEmpty();
      assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
      assertThat(done).hasValue(8);
    }
  }

  @Test
  void shouldRefuseAModelOfAnotherKind() throws IOException {
    Path detector = roundingModel(Kind.DETECTOR);

    assertThatThrownBy(() -> MaskModel.open(detector))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must be of kind MASK, but was DETECTOR");
  }

  private PhotoMasks masks(MaskModel model, PersonDataSet data, AtomicInteger done)
      throws IOException {
    return model.masks(
        data, data.fingerprint(), folder.resolve("cache"), count -> done.incrementAndGet());
  }

  private static Image row(int... greys) {
    byte[] rgb = new byte[3 * greys.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) greys[i / 3];
    }
    return new Image(greys.length, 1, rgb);
  }

  private static int[] greys(Image image) {
    int[] greys = new int[image.width() * image.height()];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = image.rgb()[3 * i] & 0xff;
    }
    return greys;
  }

  /** A model of three pixels that says 1 for those above half of the greatest value, else 0. */
  private Path roundingModel(Kind kind) throws IOException {
    Path made = Files.createDirectories(folder.resolve("model"));
    Files.write(made.resolve(ModelPackage.MASK), onnx());
    ModelPackage.writeManifest(
        made,
        new ModelManifest(
            1,
            kind,
            "rounding",
            new TreeMap<>(Map.of(ModelPackage.MASK, Sha256.hex(made.resolve(ModelPackage.MASK)))),
            new InputSpec(
                3,
                1,
                InputSpec.Channels.RGB,
                InputSpec.Fit.STRETCH,
                List.of(0.0, 0.0, 0.0),
                List.of(255.0, 255.0, 255.0)),
            0,
            DecoderSpec.of("u2net"),
            Map.of(),
            null,
            null,
            null,
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(new ModelManifest.Notice("rounding", "Apache-2.0", "made here"))));
    return made;
  }

  private static byte[] onnx() {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("rounding")
            .addInput(value("images", 1, 3, 1, 3))
            .addOutput(value("masks", 1, 1, 1, 3))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("ReduceMean")
                    .addInput("images")
                    .addOutput("means")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("axes")
                            .setType(AttributeProto.AttributeType.INTS)
                            .addInts(1)))
            .addNode(NodeProto.newBuilder().setOpType("Round").addInput("means").addOutput("masks"))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name, long... lengths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : lengths) {
      shape.addDimBuilder().setDimValue(length);
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
