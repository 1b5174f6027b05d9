package io.sketchwatch.modelexport.quantisation;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.integer;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.OnnxGraph;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The QDQ form of a float32 graph: weights are stored as bytes, and every rounded activation passes
 * through QuantizeLinear and DequantizeLinear. A runtime that knows no bytes computes the same in
 * float32.
 */
final class QdqGraph {

  private static final String RESTORED = ".restored";

  private final GraphProto source;
  private final Map<String, Tensor> weights;
  private final RoundedActivations rounded;
  private final Map<String, ActivationRange> ranges;
  private final OnnxGraph graph;

  /**
   * @param weights the graph's float32 constants, by name
   * @param ranges of all rounded activations
   */
  QdqGraph(
      GraphProto source,
      Map<String, Tensor> weights,
      RoundedActivations rounded,
      Map<String, ActivationRange> ranges) {
    this.source = source;
    this.weights = weights;
    this.rounded = rounded;
    this.ranges = ranges;
    this.graph = new OnnxGraph(source.getName());
  }

  /** Builds it. */
  OnnxGraph build() {
    graph.boundary(source);
    Set<String> stillUsed =
        source.getNodeList().stream()
            .filter(node -> !rounded.isComputed(node))
            .flatMap(node -> node.getInputList().stream())
            .collect(Collectors.toSet());
    source.getInitializerList().stream()
        .filter(tensor -> stillUsed.contains(tensor.getName()))
        .forEach(graph::constant);
    source.getInputList().stream().map(ValueInfoProto::getName).forEach(this::round);
    source.getNodeList().forEach(this::add);
    return graph;
  }

  private void add(NodeProto node) {
    NodeProto.Builder added = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      if (rounded.contains(node.getInput(i))) {
        added.setInput(i, node.getInput(i) + RESTORED);
      }
    }
    if (rounded.isComputed(node)) {
      storeWeights(node, added);
    }
    graph.node(added.build());
    node.getOutputList().forEach(this::round);
  }

  private void round(String activation) {
    if (rounded.contains(activation)) {
      ActivationRange range = ranges.get(activation);
      String bytes = activation + ".bytes";
      String scale = bytes + ".scale";
      String zero = bytes + ".zero";
      graph.constant(scale, new Tensor(new long[0], new float[] {range.scale()}));
      graph.unsignedByte(zero, range.zeroPoint());
      graph.node("QuantizeLinear", List.of(activation, scale, zero), bytes);
      graph.node("DequantizeLinear", List.of(bytes, scale, zero), activation + RESTORED);
    }
  }

  private void storeWeights(NodeProto node, NodeProto.Builder added) {
    Tensor tensor = weights.get(node.getInput(1));
    int axis = RoundedActivations.isConvolution(node) ? 0 : tensor.shape().length - 1;
    boolean hasBias = node.getInputCount() > 2;
    float[] bias =
        hasBias ? weights.get(node.getInput(2)).values() : new float[(int) tensor.shape()[axis]];
    float inputScale = ranges.get(node.getInput(0)).scale();
    Int8Weights bytes = Int8Weights.of(tensor, axis, bias, inputScale);
    String name = node.getOutput(0) + ".weight";
    graph.constant(name + ".bytes", bytes.values(), tensor.shape());
    graph.constant(name + ".scale", vector(bytes.scales()));
    graph.constant(name + ".zero", new byte[bias.length], bias.length);
    added.setInput(1, restored(name, List.of(".bytes", ".scale", ".zero"), axis));
    if (hasBias) {
      name = node.getOutput(0) + ".bias";
      graph.constant(name + ".steps", bytes.bias(bias, inputScale));
      graph.constant(name + ".scale", vector(bytes.sumScales(inputScale)));
      added.setInput(2, restored(name, List.of(".steps", ".scale"), 0));
    }
  }

  private String restored(String name, List<String> parts, int axis) {
    List<String> inputs = parts.stream().map(name::concat).toList();
    graph.node("DequantizeLinear", inputs, name + RESTORED, integer("axis", axis));
    return name + RESTORED;
  }

  private static Tensor vector(float[] values) {
    return new Tensor(new long[] {values.length}, values);
  }
}
