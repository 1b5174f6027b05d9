package io.sketchwatch.modelexport.torch;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An ONNX model of one input as TorchScript: a statement a node, of the input {@code x} and the
 * constants {@code w}.
 *
 * @param statements a line each; the last one returns the list of outputs
 * @param weights in the order of {@code w}
 * @param inputShape lengths of the input's axes; 0 where any will do
 */
record OnnxScript(List<String> statements, List<Tensor> weights, List<Long> inputShape) {

  /**
   * Translates a model.
   *
   * @throws InvalidModelException naming what can't be translated
   */
  static OnnxScript of(ModelProto model) throws InvalidModelException {
    requireKnownOpset(model);
    GraphProto graph = model.getGraph();
    ValueInfoProto input = input(graph);
    Variables variables = new Variables(graph);
    variables.define(input.getName(), "x");
    List<String> statements = new ArrayList<>();
    for (NodeProto each : graph.getNodeList()) {
      OnnxNode node = new OnnxNode(each, variables);
      String variable = "v" + statements.size();
      statements.add(variable + " = " + Operators.expression(node));
      node.requireAllRead();
      variables.define(node.output(), variable);
    }
    List<String> results = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      results.add(variables.of(output.getName()));
    }
    statements.add("return " + results);
    return new OnnxScript(statements, variables.weights(), shape(input));
  }

  private static void requireKnownOpset(ModelProto model) throws InvalidModelException {
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      boolean isKnown =
          opset.getVersion() >= Operators.OLDEST_OPSET
              && opset.getVersion() <= Operators.NEWEST_OPSET;
      if (OnnxNode.DOMAINS.contains(opset.getDomain()) && !isKnown) {
        throw new InvalidModelException(
            "Opset must be %d to %d for the PyTorch engine, but is %d: use ONNX Runtime"
                .formatted(Operators.OLDEST_OPSET, Operators.NEWEST_OPSET, opset.getVersion()));
      }
    }
  }

  /** The graph's one input: old files list their constants among the inputs. */
  private static ValueInfoProto input(GraphProto graph) throws InvalidModelException {
    Set<String> constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(input -> !constants.contains(input.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw new InvalidModelException("Graph must have 1 input, but has " + inputs.size());
    }
    return inputs.get(0);
  }

  private static List<Long> shape(ValueInfoProto input) {
    return input.getType().getTensorType().getShape().getDimList().stream()
        .map(Dimension::getDimValue)
        .toList();
  }
}
