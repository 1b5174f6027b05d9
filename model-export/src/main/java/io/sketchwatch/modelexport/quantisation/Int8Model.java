package io.sketchwatch.modelexport.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.FloatConstant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rounds a float32 ONNX model to eight bits, statically: convolutions and matrix products take
 * unsigned bytes with one scale an activation, and signed bytes with one scale an output channel of
 * their weights. The same model and pictures give the same bytes.
 */
public final class Int8Model {

  private Int8Model() {}

  /**
   * Rounds a model of one input.
   *
   * @param file as {@code OnnxGraph} writes them, float32; replaced by the rounded one
   * @param spec how pictures become its input
   * @param images that are like those it will see
   * @throws InvalidModelException if there are no pictures, or nothing can be rounded
   */
  public static void round(Path file, InputSpec spec, List<Image> images) throws IOException {
    if (images.isEmpty()) {
      throw new InvalidModelException(
          "Model file '%s' needs pictures to be calibrated on, but there are none".formatted(file));
    }
    ModelProto model;
    try (InputStream in = Files.newInputStream(file)) {
      model = ModelProto.parseFrom(in);
    }
    GraphProto graph = model.getGraph();
    Map<String, Tensor> weights = weights(graph);
    RoundedActivations rounded = new RoundedActivations(graph, weights);
    if (rounded.names().isEmpty()) {
      throw new InvalidModelException(
          "Model file '%s' must have a convolution or product with float32 weights, but has none"
              .formatted(file));
    }
    Path work = file.toAbsolutePath().getParent();
    Map<String, ActivationRange> ranges =
        new Calibration(model, rounded.names()).ranges(spec, images, work);
    new QdqGraph(graph, weights, rounded, ranges).build().write(file, metadata(model));
  }

  private static Map<String, Tensor> weights(GraphProto graph) throws InvalidModelException {
    Map<String, Tensor> weights = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (tensor.getDataType() == DataType.FLOAT.getNumber()) {
        weights.put(tensor.getName(), FloatConstant.read(tensor));
      }
    }
    return weights;
  }

  private static SortedMap<String, String> metadata(ModelProto model) {
    SortedMap<String, String> metadata = new TreeMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return metadata;
  }
}
