package io.sketchwatch.modelexport.tfjs;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.integer;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.real;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.OnnxGraph;
import io.sketchwatch.modelexport.tfjs.GraphModel.Node;
import io.sketchwatch.modelexport.tfjs.StoredTensor.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Converts a TensorFlow.js graph model to ONNX: the operations of convolutional detectors, with
 * pictures held as NCHW throughout and the first axis of the input as a free batch.
 *
 * <p>Only what the outputs need is converted; an operation or setting that is not known is an error
 * that names it.
 */
public final class TfjsToOnnx {

  private final GraphModel model;
  private final Constants constants;
  private final OnnxGraph graph = new OnnxGraph("tfjs");
  private final Layout layout = new Layout(graph);
  private final ImageOperations images;
  private final Map<String, StoredTensor> converted = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final String input;

  private TfjsToOnnx(GraphModel model, String input) {
    this.model = model;
    this.constants = new Constants(model);
    this.images = new ImageOperations(graph, layout, constants);
    this.input = input;
  }

  /**
   * Converts a model of one input.
   *
   * @param input name of the ONNX input
   * @param outputs TensorFlow's output to ONNX's, sorted as the ONNX file shall have them
   * @throws InvalidModelException naming what can't be converted
   */
  public static OnnxGraph convert(GraphModel model, String input, SortedMap<String, String> outputs)
      throws InvalidModelException {
    TfjsToOnnx conversion = new TfjsToOnnx(model, input);
    for (Map.Entry<String, String> output : outputs.entrySet()) {
      conversion.output(output.getKey(), output.getValue());
    }
    return conversion.graph;
  }

  private void output(String reference, String name) throws InvalidModelException {
    StoredTensor result = layout.plain(tensor(reference));
    graph.node("Identity", List.of(result.name()), name);
    long[] shape = Arrays.stream(result.shape()).asLongStream().toArray();
    shape[0] = OnnxGraph.BATCH;
    graph.output(name, shape);
  }

  private StoredTensor tensor(String reference) throws InvalidModelException {
    String key = reference.replaceFirst(":0$", "");
    if (!converted.containsKey(key)) {
      Node node = model.producer(key);
      if (!begun.add(node.name())) {
        throw new InvalidModelException(
            "The graph has no output '%s', or a cycle through it".formatted(reference));
      }
      List<StoredTensor> results = convert(node);
      for (int i = 0; i < results.size(); i++) {
        converted.put(i == 0 ? node.name() : node.name() + ":" + i, results.get(i));
      }
      return tensor(reference);
    }
    return converted.get(key);
  }

  private List<StoredTensor> convert(Node node) throws InvalidModelException {
    return switch (node.op()) {
      case "Placeholder" -> List.of(placeholder(node));
      case "Identity" -> List.of(input(node, 0));
      case "Transpose" -> List.of(transpose(node));
      case "Pad", "PadV2" -> List.of(pad(node));
      case "Conv2D" -> List.of(images.convolution(node, input(node, 0)));
      case "MaxPool" -> List.of(images.maxPool(node, input(node, 0)));
      case "Add", "AddV2" -> List.of(add(node));
      case "LeakyRelu" -> List.of(elementwise(node, real("alpha", node.real("alpha", 0.2f))));
      case "Sigmoid" -> List.of(elementwise(node));
      case "ConcatV2" -> List.of(concat(node));
      case "SplitV" -> split(node);
      case "ResizeBilinear" -> List.of(images.resize(node, input(node, 0)));
      case "Reshape" -> List.of(reshape(node));
      default ->
          throw new InvalidModelException(
              "Operation '%s' of node '%s' can't be converted".formatted(node.op(), node.name()));
    };
  }

  private StoredTensor input(Node node, int index) throws InvalidModelException {
    return tensor(node.input(index));
  }

  private StoredTensor placeholder(Node node) throws InvalidModelException {
    List<Integer> shape = new ArrayList<>();
    for (var axis : node.attributes().path("shape").path("shape").path("dim")) {
      shape.add(axis.path("size").asInt());
    }
    if (shape.isEmpty() || shape.stream().skip(1).anyMatch(length -> length < 1)) {
      throw node.refused("needs a known shape", shape);
    }
    long[] dims = shape.stream().mapToLong(length -> length).toArray();
    dims[0] = OnnxGraph.BATCH;
    graph.input(input, dims);
    int[] single = shape.stream().mapToInt(length -> length).toArray();
    single[0] = 1;
    return StoredTensor.plain(input, single);
  }

  private StoredTensor transpose(Node node) throws InvalidModelException {
    StoredTensor source = input(node, 0);
    int[] order = constants.requireIntegers(node, 1);
    int[] sorted = Arrays.stream(order).sorted().toArray();
    if (!Axes.of(sorted).equals(Axes.identity(source.rank()))) {
      throw node.refused("needs an order of all axes", Arrays.toString(order));
    }
    return source.transposed(Axes.of(order));
  }

  private StoredTensor pad(Node node) throws InvalidModelException {
    StoredTensor source = layout.settle(input(node, 0));
    int[] paddings = constants.requireIntegers(node, 1);
    if (paddings.length != 2 * source.rank()
        || Arrays.stream(paddings).anyMatch(length -> length < 0)) {
      throw node.refused("needs two paddings an axis", Arrays.toString(paddings));
    }
    int[] before = new int[source.rank()];
    int[] after = new int[source.rank()];
    int[] shape = source.shape().clone();
    for (int i = 0; i < source.rank(); i++) {
      int axis = source.axis(i);
      before[axis] = paddings[2 * i];
      after[axis] = paddings[2 * i + 1];
      shape[axis] += before[axis] + after[axis];
    }
    float value = node.inputs().size() > 2 ? constants.require(node, 2).values()[0] : 0;
    Padding padding = new Padding(before, after, value);
    return new StoredTensor(source.name(), shape, source.axes(), padding);
  }

  private StoredTensor add(Node node) throws InvalidModelException {
    if (node.inputs().size() != 2) {
      throw node.refused("needs two inputs", node.inputs());
    }
    Optional<Tensor> left = constants.fold(node.inputs().get(0));
    Optional<Tensor> right = constants.fold(node.inputs().get(1));
    if (left.isPresent() || right.isPresent()) {
      return addConstant(
          node, layout.settle(input(node, left.isPresent() ? 1 : 0)), left.or(() -> right).get());
    }
    StoredTensor first = layout.settle(input(node, 0));
    StoredTensor second = layout.settle(layout.arrange(input(node, 1), first.axes()));
    if (!Arrays.equals(first.shape(), second.shape())) {
      throw node.refused("needs equal shapes", first + " and " + second);
    }
    graph.node("Add", List.of(first.name(), second.name()), node.name());
    return first.as(node.name(), first.shape());
  }

  private StoredTensor addConstant(Node node, StoredTensor source, Tensor constant)
      throws InvalidModelException {
    int missing = source.rank() - constant.shape().length;
    long[] shape = new long[source.rank()];
    Arrays.fill(shape, 1);
    for (int i = Math.max(0, missing); i < shape.length; i++) {
      shape[i] = constant.shape()[i - missing];
      if ((shape[i] != 1 && shape[i] != source.tensorFlowShape()[i]) || shape[0] != 1) {
        throw node.refused("can't widen its constant", constant + " to " + source);
      }
    }
    String name = node.name() + ".constant";
    Tensor widened = new Tensor(shape, constant.values());
    graph.constant(name, source.axes().inverse().apply(widened));
    graph.node("Add", List.of(source.name(), name), node.name());
    return source.as(node.name(), source.shape());
  }

  private StoredTensor elementwise(Node node, AttributeProto... attributes)
      throws InvalidModelException {
    StoredTensor source = layout.settle(input(node, 0));
    graph.node(node.op(), List.of(source.name()), node.name(), attributes);
    return source.as(node.name(), source.shape());
  }

  private StoredTensor concat(Node node) throws InvalidModelException {
    int last = node.inputs().size() - 1;
    StoredTensor first = layout.settle(input(node, 0));
    int axis = axis(node, first, constants.requireIntegers(node, last)[0]);
    List<String> names = new ArrayList<>(List.of(first.name()));
    int[] shape = first.shape().clone();
    for (int i = 1; i < last; i++) {
      StoredTensor next = layout.settle(layout.arrange(input(node, i), first.axes()));
      shape[axis] += next.shape()[axis];
      names.add(next.name());
    }
    graph.node("Concat", names, node.name(), integer("axis", axis));
    return first.as(node.name(), shape);
  }

  private List<StoredTensor> split(Node node) throws InvalidModelException {
    StoredTensor source = layout.settle(input(node, 0));
    int[] sizes = constants.requireIntegers(node, 1);
    int axis = axis(node, source, constants.requireIntegers(node, 2)[0]);
    if (Arrays.stream(sizes).sum() != source.shape()[axis]) {
      throw node.refused("must share out " + source, Arrays.toString(sizes));
    }
    List<StoredTensor> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int[] shape = source.shape().clone();
      shape[axis] = sizes[i];
      parts.add(source.as(i == 0 ? node.name() : node.name() + ":" + i, shape));
    }
    String lengths = node.name() + ".lengths";
    graph.constant(lengths, Arrays.stream(sizes).asLongStream().toArray());
    List<String> names = parts.stream().map(StoredTensor::name).toList();
    graph.node("Split", List.of(source.name(), lengths), names, integer("axis", axis));
    return parts;
  }

  private static int axis(Node node, StoredTensor source, int axis) throws InvalidModelException {
    if (axis < -source.rank() || axis >= source.rank()) {
      throw node.refused("needs an axis of " + source, axis);
    }
    return source.axis(axis);
  }

  private StoredTensor reshape(Node node) throws InvalidModelException {
    StoredTensor source = layout.plain(input(node, 0));
    int[] wanted = constants.requireIntegers(node, 1);
    int size = Arrays.stream(source.shape()).reduce(1, Math::multiplyExact);
    int known = Arrays.stream(wanted).filter(length -> length > 0).reduce(1, Math::multiplyExact);
    int[] shape = Arrays.stream(wanted).map(length -> length > 0 ? length : size / known).toArray();
    boolean fits = Arrays.stream(shape).reduce(1, Math::multiplyExact) == size;
    if (wanted.length == 0 || wanted[0] != 1 || !fits) {
      throw node.refused("must keep the batch and size of " + source, Arrays.toString(wanted));
    }
    long[] target = Arrays.stream(shape).asLongStream().toArray();
    target[0] = 0; // ONNX: as the source has it
    graph.constant(node.name() + ".shape", target);
    graph.node("Reshape", List.of(source.name(), node.name() + ".shape"), node.name());
    return StoredTensor.plain(node.name(), shape);
  }
}
