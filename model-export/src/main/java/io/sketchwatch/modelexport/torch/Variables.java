package io.sketchwatch.modelexport.torch;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.FloatConstant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the values of an ONNX graph are called in its script; constants become weights once used.
 */
final class Variables {

  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final List<Tensor> weights = new ArrayList<>();

  Variables(GraphProto graph) {
    graph.getInitializerList().forEach(constant -> constants.put(constant.getName(), constant));
  }

  void define(String value, String variable) {
    names.put(value, variable);
  }

  boolean isConstant(String value) {
    return constants.containsKey(value);
  }

  /**
   * The variable of a value.
   *
   * @throws InvalidModelException if it is not defined so far, or a constant that can't be a weight
   */
  String of(String value) throws InvalidModelException {
    if (!names.containsKey(value)) {
      if (!isConstant(value)) {
        throw new InvalidModelException("Value '%s' is used before it is made".formatted(value));
      }
      names.put(value, "w[%d]".formatted(weights.size()));
      weights.add(FloatConstant.read(constants.get(value)));
    }
    return names.get(value);
  }

  /** Constants that were used, in the order of {@code w}. */
  List<Tensor> weights() {
    return weights;
  }
}
