package io.sketchwatch.modelexport.tfjs;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.tfjs.GraphModel.Node;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Works out the parts of a graph that depend on no input. */
final class Constants {

  private final GraphModel model;
  private final Set<String> open = new HashSet<>();

  Constants(GraphModel model) {
    this.model = model;
  }

  /** The value of an output, or nothing if it depends on an input. */
  Optional<Tensor> fold(String reference) throws InvalidModelException {
    Node node = model.producer(reference);
    if (!open.add(node.name())) {
      throw new InvalidModelException("The graph has a cycle through '%s'".formatted(reference));
    }
    try {
      return fold(node);
    } finally {
      open.remove(node.name());
    }
  }

  private Optional<Tensor> fold(Node node) throws InvalidModelException {
    return switch (node.op()) {
      case "Const" -> Optional.of(weight(node));
      case "Identity" -> fold(node.input(0));
      case "Add", "AddV2" -> add(node);
      case "SparseToDense" -> sparseToDense(node);
      default -> Optional.empty();
    };
  }

  /** The value of a node's input that must be known. */
  Tensor require(Node node, int input) throws InvalidModelException {
    return fold(node.input(input))
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "%s '%s' needs a constant '%s', but it depends on the graph's input"
                        .formatted(node.op(), node.name(), node.inputs().get(input))));
  }

  /** Likewise, as integers. */
  int[] requireIntegers(Node node, int input) throws InvalidModelException {
    float[] values = require(node, input).values();
    int[] integers = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      integers[i] = (int) values[i];
    }
    return integers;
  }

  private Tensor weight(Node node) throws InvalidModelException {
    Tensor weight = model.weights().get(node.name());
    if (weight == null) {
      throw new InvalidModelException(
          "Constant '%s' has no weight in the manifest".formatted(node.name()));
    }
    return weight;
  }

  private Optional<Tensor> add(Node node) throws InvalidModelException {
    Optional<Tensor> left = fold(node.input(0));
    Optional<Tensor> right = fold(node.input(1));
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    if (!Arrays.equals(left.get().shape(), right.get().shape())) {
      throw new InvalidModelException(
          "%s '%s' of constants needs equal shapes, but was %s and %s"
              .formatted(node.op(), node.name(), left.get(), right.get()));
    }
    float[] sum = left.get().values().clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += right.get().values()[i];
    }
    return Optional.of(new Tensor(left.get().shape(), sum));
  }

  /** Inputs: indices {@code [k, 1]}, the length {@code [1]}, values (one or k), the default. */
  private Optional<Tensor> sparseToDense(Node node) throws InvalidModelException {
    int[] indices = requireIntegers(node, 0);
    int[] shape = requireIntegers(node, 1);
    float[] values = require(node, 2).values();
    float[] dense = new float[shape.length == 1 ? Math.max(0, shape[0]) : 0];
    boolean fits = shape.length == 1 && (values.length == 1 || values.length == indices.length);
    Arrays.fill(dense, require(node, 3).values()[0]);
    for (int i = 0; fits && i < indices.length; i++) {
      fits = indices[i] >= 0 && indices[i] < dense.length;
      if (fits) {
        dense[indices[i]] = values[values.length == 1 ? 0 : i];
      }
    }
    if (!fits) {
      throw new InvalidModelException(
          "SparseToDense '%s' must fill one axis, but was %s at %s"
              .formatted(node.name(), Arrays.toString(shape), Arrays.toString(indices)));
    }
    return Optional.of(new Tensor(new long[] {dense.length}, dense));
  }
}
