package io.sketchwatch.modelexport.torch;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.sketchwatch.core.model.InvalidModelException;
import java.util.Locale;

/**
 * What ONNX operators are in TorchScript: those of convolutional encoders, on float32 and pictures
 * in NCHW, as opsets {@value #OLDEST_OPSET} to {@value #NEWEST_OPSET} define them.
 */
final class Operators {

  static final long OLDEST_OPSET = 13;
  static final long NEWEST_OPSET = 22;

  private Operators() {}

  /**
   * The expression of a node.
   *
   * @throws InvalidModelException if the operator, or what the node wants of it, is not known
   */
  static String expression(OnnxNode node) throws InvalidModelException {
    String operator = node.operator();
    return switch (operator) {
      case "Conv" -> convolution(node);
      case "MaxPool" -> maxPool(node);
      case "GlobalAveragePool" -> "torch.mean(%s, [2, 3], True)".formatted(node.operand(0));
      case "BatchNormalization" -> batchNormalization(node);
      case "Relu" -> "torch.relu(%s)".formatted(node.operand(0));
      case "Add", "Sub", "Mul", "Div", "Pow", "MatMul" ->
          "torch.%s(%s, %s)"
              .formatted(operator.toLowerCase(Locale.ROOT), node.operand(0), node.operand(1));
      case "Gemm" -> product(node);
      case "Clip" ->
          "torch.clamp(%s, %s, %s)".formatted(node.operand(0), node.optional(1), node.optional(2));
      case "Flatten" -> flatten(node);
      case "LpNormalization" -> normalisation(node);
      case "Cast" -> widening(node);
      case "Identity" -> node.operand(0);
      default -> throw node.refused("is not known to the PyTorch engine: use ONNX Runtime");
    };
  }

  private static String convolution(OnnxNode node) throws InvalidModelException {
    node.pair("kernel_shape", 1); // the weights tell it
    return "torch.conv2d(%s, %s, %s, %s, %s, %s, %d)"
        .formatted(
            node.operand(0),
            node.operand(1),
            node.optional(2),
            node.pair("strides", 1),
            node.padding(),
            node.pair("dilations", 1),
            node.integer("group", 1));
  }

  private static String maxPool(OnnxNode node) throws InvalidModelException {
    node.requireInteger("ceil_mode", 0);
    node.requireInteger("storage_order", 0);
    return "torch.max_pool2d(%s, %s, %s, %s, %s, False)"
        .formatted(
            node.operand(0),
            node.pair("kernel_shape", 1),
            node.pair("strides", 1),
            node.padding(),
            node.pair("dilations", 1));
  }

  private static String batchNormalization(OnnxNode node) throws InvalidModelException {
    node.requireInteger("training_mode", 0);
    node.real("momentum", 0); // of training alone
    return "torch.batch_norm(%s, %s, %s, %s, %s, False, 0., %s, False)"
        .formatted(
            node.operand(0),
            node.operand(1),
            node.operand(2),
            node.operand(3),
            node.operand(4),
            (double) node.real("epsilon", 1e-5f));
  }

  /** A matrix product and a shift, as the last layer of many networks has it. */
  private static String product(OnnxNode node) throws InvalidModelException {
    node.requireReal("alpha", 1);
    node.requireReal("beta", 1);
    node.requireInteger("transA", 0);
    String weight = node.operand(1);
    String turned = node.integer("transB", 0) == 0 ? "torch.t(%s)".formatted(weight) : weight;
    return "torch.linear(%s, %s, %s)".formatted(node.operand(0), turned, node.optional(2));
  }

  private static String flatten(OnnxNode node) throws InvalidModelException {
    node.requireInteger("axis", 1);
    return "torch.flatten(%s, 1)".formatted(node.operand(0));
  }

  /** A vector of zeros stays one, as in ONNX. */
  private static String normalisation(OnnxNode node) throws InvalidModelException {
    node.requireInteger("p", 2);
    String x = node.operand(0);
    return "torch.div(%s, torch.clamp_min(torch.norm(%s, 2, [%d], True), 1e-30))"
        .formatted(x, x, node.integer("axis", -1));
  }

  /** Constants in half precision are widened when they are read. */
  private static String widening(OnnxNode node) throws InvalidModelException {
    if (node.integer("to", 0) != DataType.FLOAT.getNumber()) {
      throw node.refused("must be to float32: use ONNX Runtime");
    }
    return node.constant(0);
  }
}
