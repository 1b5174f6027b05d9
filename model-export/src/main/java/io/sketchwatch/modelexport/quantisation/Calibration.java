package io.sketchwatch.modelexport.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.OnnxModel;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a float32 model on pictures and sees how far each activation reaches, from the lowest to the
 * highest value. Cutting off rare values would round the others finer, but would harm just the
 * pictures that are unlike the rest.
 */
final class Calibration {

  private static final int BATCH = 4;

  private final ModelProto model;
  private final String input;
  private final List<String> activations;

  Calibration(ModelProto model, List<String> activations) {
    this.model = model;
    this.input = model.getGraph().getInput(0).getName();
    this.activations = activations;
  }

  /**
   * Runs.
   *
   * @param spec how pictures become the model's input
   * @param work a folder for a file that is deleted again
   * @return the range of every activation
   */
  Map<String, ActivationRange> ranges(InputSpec spec, List<Image> images, Path work)
      throws IOException {
    Path exposed = Files.createTempFile(work, ".calibration-", ".onnx");
    try {
      Files.write(exposed, exposed().toByteArray());
      Map<String, ActivationRange> ranges = run(exposed, spec, images);
      keepThroughMaximum(ranges);
      return ranges;
    } finally {
      Files.delete(exposed);
    }
  }

  /** The model whose outputs are the activations. */
  private ModelProto exposed() {
    ModelProto.Builder exposed = model.toBuilder();
    GraphProto.Builder graph = exposed.getGraphBuilder().clearOutput();
    activations.stream()
        .filter(name -> !name.equals(input))
        .forEach(name -> graph.addOutput(floats(name)));
    return exposed.build();
  }

  private static ValueInfoProto floats(String name) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber());
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private Map<String, ActivationRange> run(Path exposed, InputSpec spec, List<Image> images)
      throws IOException {
    Map<String, ActivationRange> ranges = new HashMap<>();
    activations.forEach(name -> ranges.put(name, ActivationRange.ZERO));
    int threads = Runtime.getRuntime().availableProcessors();
    try (OnnxModel running = OnnxModel.open(exposed, threads)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        List<Image> batch = images.subList(from, Math.min(from + BATCH, images.size()));
        float[] pixels = spec.batch(batch);
        List<Tensor> outputs = running.run(pixels, spec.shape(batch.size()));
        int next = 0;
        for (String name : activations) {
          float[] values = name.equals(input) ? pixels : outputs.get(next++).values();
          ranges.compute(name, (same, range) -> range.including(values));
        }
      }
    }
    return ranges;
  }

  /** A maximum is one of its inputs; with their range it is chosen among the bytes themselves. */
  private void keepThroughMaximum(Map<String, ActivationRange> ranges) {
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (node.getOpType().equals("MaxPool") && ranges.containsKey(node.getInput(0))) {
        ranges.replace(node.getOutput(0), ranges.get(node.getInput(0)));
      }
    }
  }
}
