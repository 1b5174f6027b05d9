package io.sketchwatch.core.model;

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
import io.sketchwatch.core.model.ModelManifest.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The smallest encoder that can be checked by hand: a picture's embedding is the mean of each
 * colour plane, not normalised. Sketches give the negative of it.
 */
final class ColourEncoderModel {

  private ColourEncoderModel() {}

  /** Writes a package of it whose manifest claims the given kind and dimension. */
  static ModelPackage write(Path folder, Kind kind, int dimension) throws IOException {
    Files.write(folder.resolve(ModelPackage.PHOTO_ENCODER), model("Identity"));
    Files.write(folder.resolve(ModelPackage.SKETCH_ENCODER), model("Neg"));
    TreeMap<String, String> files = new TreeMap<>();
    for (String name : List.of(ModelPackage.PHOTO_ENCODER, ModelPackage.SKETCH_ENCODER)) {
      files.put(name, Sha256.hex(folder.resolve(name)));
    }
    ModelPackage.writeManifest(
        folder,
        new ModelManifest(
            1,
            kind,
            "colours",
            files,
            InputSpec.encoder(4, 8),
            dimension,
            null,
            Map.of(),
            null,
            null,
            null,
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(new ModelManifest.Notice("colours", "Apache-2.0", "made here"))));
    return ModelPackage.open(folder);
  }

  private static byte[] model(String last) {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("colours")
            .addInput(value("images", -1, 3, 8, 4))
            .addOutput(value("embeddings", -1, 3))
            .addNode(node("GlobalAveragePool", "images", "means"))
            .addNode(
                node("Flatten", "means", "flat")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("axis")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(1)))
            .addNode(node(last, "flat", "embeddings"))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static NodeProto.Builder node(String op, String input, String output) {
    return NodeProto.newBuilder().setOpType(op).addInput(input).addOutput(output);
  }

  private static ValueInfoProto value(String name, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      TensorShapeProto.Dimension.Builder axis = shape.addDimBuilder();
      if (dim < 0) {
        axis.setDimParam("batch");
      } else {
        axis.setDimValue(dim);
      }
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
