package io.sketchwatch.modelexport.torch;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.sketchwatch.core.model.InvalidModelException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;

/**
 * A node of an ONNX graph. An attribute that is never asked for is refused in the end, so that
 * nothing a network says is passed over.
 */
final class OnnxNode {

  /** Of the operators that ONNX itself defines. */
  static final Set<String> DOMAINS = Set.of("", "ai.onnx");

  private static final String NO_RULE = "NOTSET";

  private final NodeProto node;
  private final Variables variables;
  private final TreeMap<String, AttributeProto> unread = new TreeMap<>();

  OnnxNode(NodeProto node, Variables variables) {
    this.node = node;
    this.variables = variables;
    node.getAttributeList().forEach(attribute -> unread.put(attribute.getName(), attribute));
  }

  String operator() {
    return DOMAINS.contains(node.getDomain())
        ? node.getOpType()
        : node.getDomain() + "." + node.getOpType();
  }

  /** Name of its one result. */
  String output() throws InvalidModelException {
    if (node.getOutputCount() != 1) {
      throw refused("must have 1 output, but has " + node.getOutputCount());
    }
    return node.getOutput(0);
  }

  /** The variable of an input that every such node has. */
  String operand(int index) throws InvalidModelException {
    return variables.of(input(index));
  }

  /** The variable of an input, or {@code None}. */
  String optional(int index) throws InvalidModelException {
    return hasInput(index) ? operand(index) : "None";
  }

  boolean hasInput(int index) {
    return index < node.getInputCount() && !node.getInput(index).isEmpty();
  }

  /** The variable of an input that is a constant. */
  String constant(int index) throws InvalidModelException {
    if (!variables.isConstant(input(index))) {
      throw refused("must have a constant as input %d, but it is computed".formatted(index));
    }
    return operand(index);
  }

  private String input(int index) throws InvalidModelException {
    if (!hasInput(index)) {
      throw refused("needs input %d, but has %d inputs".formatted(index, node.getInputCount()));
    }
    return node.getInput(index);
  }

  long integer(String name, long otherwise) {
    AttributeProto attribute = unread.remove(name);
    return attribute == null ? otherwise : attribute.getI();
  }

  float real(String name, float otherwise) {
    AttributeProto attribute = unread.remove(name);
    return attribute == null ? otherwise : attribute.getF();
  }

  /** Two integers, of rows and of columns, as a TorchScript list. */
  String pair(String name, long otherwise) throws InvalidModelException {
    return Arrays.toString(integers(name, otherwise, otherwise));
  }

  /** Zeros around a picture, above and left of it, as many as below and right. */
  String padding() throws InvalidModelException {
    AttributeProto automatic = unread.remove("auto_pad");
    String rule = automatic == null ? NO_RULE : automatic.getS().toStringUtf8();
    requireNot("'auto_pad' of " + rule, !rule.equals(NO_RULE));
    long[] pads = integers("pads", 0, 0, 0, 0);
    boolean isEven = pads[0] == pads[2] && pads[1] == pads[3];
    requireNot("'pads' of " + Arrays.toString(pads), !isEven);
    return "[%d, %d]".formatted(pads[0], pads[1]);
  }

  private long[] integers(String name, long... otherwise) throws InvalidModelException {
    AttributeProto attribute = unread.remove(name);
    if (attribute == null) {
      return otherwise;
    }
    requireNot(
        "'%s' of %s".formatted(name, attribute.getIntsList()),
        attribute.getIntsCount() != otherwise.length);
    return attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** Takes an attribute only with the value that nodes without it have, or must have. */
  void requireInteger(String name, long value) throws InvalidModelException {
    long actual = integer(name, value);
    requireNot("'%s' of %d".formatted(name, actual), actual != value);
  }

  /** Takes an attribute only with the value that nodes without it have. */
  void requireReal(String name, float value) throws InvalidModelException {
    float actual = real(name, value);
    requireNot("'%s' of %s".formatted(name, actual), actual != value);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidModelException if there are attributes that nobody asked for
   */
  void requireAllRead() throws InvalidModelException {
    requireNot("attributes " + unread.keySet(), !unread.isEmpty());
  }

  private void requireNot(String what, boolean has) throws InvalidModelException {
    if (has) {
      throw refused(
          "has %s, which the PyTorch engine does not run: use ONNX Runtime".formatted(what));
    }
  }

  /** An error that names the operator. */
  InvalidModelException refused(String reason) {
    return new InvalidModelException(
        "Operator '%s' of node '%s' %s".formatted(operator(), node.getName(), reason));
  }
}
