package io.sketchwatch.modelexport.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sketchwatch.core.model.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which activations of a float32 graph become bytes: what enters a convolution or a matrix product,
 * and what leaves a convolution, after its rectifier.
 *
 * <p>ONNX Runtime fuses each convolution of which both are bytes, with its rectifier, into
 * QLinearConv, and the sum of two such results into QLinearAdd. What follows the last of them, such
 * as pooling, stays float32.
 */
final class RoundedActivations {

  private final Map<String, Tensor> weights;
  private final Set<String> names = new LinkedHashSet<>();

  /**
   * @param weights the graph's float32 constants, by name
   */
  RoundedActivations(GraphProto graph, Map<String, Tensor> weights) {
    this.weights = weights;
    Map<String, List<NodeProto>> consumers = consumers(graph);
    for (NodeProto node : graph.getNodeList()) {
      if (isComputed(node)) {
        names.add(node.getInput(0));
        if (isConvolution(node)) {
          names.add(rectified(node.getOutput(0), consumers));
        }
      }
    }
    graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(names::remove);
  }

  private static Map<String, List<NodeProto>> consumers(GraphProto graph) {
    Map<String, List<NodeProto>> consumers = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      for (String input : new HashSet<>(node.getInputList())) {
        consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
      }
    }
    return consumers;
  }

  private static String rectified(String activation, Map<String, List<NodeProto>> consumers) {
    List<NodeProto> next = consumers.getOrDefault(activation, List.of());
    boolean isRectified = next.size() == 1 && next.get(0).getOpType().equals("Relu");
    return isRectified ? next.get(0).getOutput(0) : activation;
  }

  static boolean isConvolution(NodeProto node) {
    return node.getOpType().equals("Conv");
  }

  /** Whether a node computes with bytes: a convolution or matrix product with constant weights. */
  boolean isComputed(NodeProto node) {
    return (isConvolution(node) || node.getOpType().equals("MatMul"))
        && weights.keySet().containsAll(node.getInputList().subList(1, node.getInputCount()));
  }

  boolean contains(String activation) {
    return names.contains(activation);
  }

  /** All of them, in the order of the nodes that they enter or leave. */
  List<String> names() {
    return List.copyOf(names);
  }
}
