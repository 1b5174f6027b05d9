package io.sketchwatch.modelexport.tfjs;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.integer;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.integers;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.real;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.text;

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

  /** TensorFlow's NHWC, held as NCHW. */
  private static final Axes IMAGES = Axes.of(0, 2, 3, 1);

  private static final Axes KERNEL_TO_ONNX = Axes.of(3, 2, 0, 1);

  private final GraphModel model;
  private final Constants constants;
  private final OnnxGraph graph = new OnnxGraph("tfjs");
  private final Map<String, StoredTensor> converted = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final String input;

  private TfjsToOnnx(GraphModel model, String input) {
    this.model = model;
    this.constants = new Constants(model);
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
    StoredTensor result = arrange(tensor(reference), null);
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
      case "Conv2D" -> List.of(convolution(node));
      case "MaxPool" -> List.of(maxPool(node));
      case "Add", "AddV2" -> List.of(add(node));
      case "LeakyRelu" -> List.of(elementwise(node, real("alpha", node.real("alpha", 0.2f))));
      case "Sigmoid" -> List.of(elementwise(node));
      case "ConcatV2" -> List.of(concat(node));
      case "SplitV" -> split(node);
      case "ResizeBilinear" -> List.of(resize(node));
      case "Reshape" -> List.of(reshape(node));
      default ->
          throw new InvalidModelException(
              "Operation '%s' of node '%s' can't be converted".formatted(node.op(), node.name()));
    };
  }

  private StoredTensor input(Node node, int index) throws InvalidModelException {
    if (index >= node.inputs().size()) {
      throw refused(node, "needs input " + index, "has only " + node.inputs());
    }
    return tensor(node.inputs().get(index));
  }

  private StoredTensor placeholder(Node node) throws InvalidModelException {
    List<Integer> shape = new ArrayList<>();
    for (var axis : node.attributes().path("shape").path("shape").path("dim")) {
      shape.add(axis.path("size").asInt());
    }
    if (shape.isEmpty() || shape.stream().skip(1).anyMatch(length -> length < 1)) {
      throw refused(node, "needs a known shape", shape);
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
      throw refused(node, "needs an order of all axes", Arrays.toString(order));
    }
    return source.transposed(Axes.of(order));
  }

  private StoredTensor pad(Node node) throws InvalidModelException {
    StoredTensor source = settle(input(node, 0));
    int[] paddings = constants.requireIntegers(node, 1);
    if (paddings.length != 2 * source.rank()
        || Arrays.stream(paddings).anyMatch(length -> length < 0)) {
      throw refused(node, "needs two paddings an axis", Arrays.toString(paddings));
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

  private StoredTensor convolution(Node node) throws InvalidModelException {
    Tensor kernel = KERNEL_TO_ONNX.apply(kernel(node));
    StoredTensor source = arrange(input(node, 0), IMAGES);
    boolean padsItself = source.padding() != null && source.padding().value() == 0;
    source = padsItself && source.padding().ofImage() ? source : settle(source);
    int[] dilations = image(node, "dilations");
    int[] strides = image(node, "strides");
    long[] k = kernel.shape();
    if (source.shape()[1] % k[1] != 0) {
      throw refused(node, "needs whole groups of channels", source + " under " + kernel);
    }
    String weights = node.name() + ".weight";
    graph.constant(weights, kernel);
    graph.node(
        "Conv",
        List.of(source.name(), weights),
        node.name(),
        integer("group", source.shape()[1] / k[1]),
        integers("kernel_shape", k[2], k[3]),
        integers("strides", strides[0], strides[1]),
        integers("dilations", dilations[0], dilations[1]),
        integers("pads", pads(source)));
    return source.as(
        node.name(),
        1,
        (int) k[0],
        (source.shape()[2] - dilations[0] * ((int) k[2] - 1) - 1) / strides[0] + 1,
        (source.shape()[3] - dilations[1] * ((int) k[3] - 1) - 1) / strides[1] + 1);
  }

  private Tensor kernel(Node node) throws InvalidModelException {
    Tensor kernel = constants.require(node, 1);
    if (kernel.shape().length != 4) {
      throw refused(node, "needs a kernel of 4 axes", kernel);
    }
    requireValidPadding(node);
    return kernel;
  }

  private StoredTensor maxPool(Node node) throws InvalidModelException {
    requireValidPadding(node);
    StoredTensor source = arrange(input(node, 0), IMAGES);
    int[] kernel = image(node, "ksize");
    int[] strides = image(node, "strides");
    // ONNX pads with the lowest value; TensorFlow's graph may say so in several ways.
    boolean padsItself = source.padding() != null && source.padding().value() <= -Float.MAX_VALUE;
    source = padsItself && source.padding().ofImage() ? source : settle(source);
    graph.node(
        "MaxPool",
        List.of(source.name()),
        node.name(),
        integers("kernel_shape", kernel[0], kernel[1]),
        integers("strides", strides[0], strides[1]),
        integers("pads", pads(source)));
    return source.as(
        node.name(),
        1,
        source.shape()[1],
        (source.shape()[2] - kernel[0]) / strides[0] + 1,
        (source.shape()[3] - kernel[1]) / strides[1] + 1);
  }

  private static long[] pads(StoredTensor source) {
    return source.padding() == null ? new long[4] : source.padding().imagePads();
  }

  private static void requireValidPadding(Node node) throws InvalidModelException {
    if (!node.text("padding").equals("VALID") || !node.text("data_format").equals("NHWC")) {
      throw refused(
          node,
          "must be NHWC with padding VALID",
          node.text("data_format") + " " + node.text("padding"));
    }
  }

  /** The height's and width's entries of an attribute in NHWC. */
  private static int[] image(Node node, String attribute) throws InvalidModelException {
    int[] values = node.integers(attribute);
    if (values.length != 4 || values[0] != 1 || values[3] != 1 || values[1] < 1 || values[2] < 1) {
      throw refused(node, "needs '" + attribute + "' of the picture", Arrays.toString(values));
    }
    return new int[] {values[1], values[2]};
  }

  private StoredTensor add(Node node) throws InvalidModelException {
    if (node.inputs().size() != 2) {
      throw refused(node, "needs two inputs", node.inputs());
    }
    Optional<Tensor> left = constants.fold(node.inputs().get(0));
    Optional<Tensor> right = constants.fold(node.inputs().get(1));
    if (left.isPresent() || right.isPresent()) {
      return addConstant(
          node, settle(input(node, left.isPresent() ? 1 : 0)), left.or(() -> right).get());
    }
    StoredTensor first = settle(input(node, 0));
    StoredTensor second = settle(arrange(input(node, 1), first.axes()));
    if (!Arrays.equals(first.shape(), second.shape())) {
      throw refused(node, "needs equal shapes", first + " and " + second);
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
      if (shape[i] != 1 && shape[i] != source.tensorFlowShape()[i] || shape[0] != 1) {
        throw refused(node, "can't widen its constant", constant + " to " + source);
      }
    }
    String name = node.name() + ".constant";
    Tensor widened = new Tensor(shape, constant.values());
    graph.constant(name, source.axes().inverse().apply(widened));
    graph.node("Add", List.of(source.name(), name), node.name());
    return source.as(node.name(), source.shape());
  }

  private StoredTensor elementwise(Node node, ai.onnx.proto.OnnxMl.AttributeProto... attributes)
      throws InvalidModelException {
    StoredTensor source = settle(input(node, 0));
    graph.node(node.op(), List.of(source.name()), node.name(), attributes);
    return source.as(node.name(), source.shape());
  }

  private StoredTensor concat(Node node) throws InvalidModelException {
    int last = node.inputs().size() - 1;
    StoredTensor first = settle(input(node, 0));
    int axis = axis(node, first, constants.requireIntegers(node, last)[0]);
    List<String> names = new ArrayList<>(List.of(first.name()));
    int[] shape = first.shape().clone();
    for (int i = 1; i < last; i++) {
      StoredTensor next = settle(arrange(input(node, i), first.axes()));
      shape[axis] += next.shape()[axis];
      names.add(next.name());
    }
    graph.node("Concat", names, node.name(), integer("axis", axis));
    return first.as(node.name(), shape);
  }

  private List<StoredTensor> split(Node node) throws InvalidModelException {
    StoredTensor source = settle(input(node, 0));
    int[] sizes = constants.requireIntegers(node, 1);
    int axis = axis(node, source, constants.requireIntegers(node, 2)[0]);
    if (Arrays.stream(sizes).sum() != source.shape()[axis]) {
      throw refused(node, "must share out " + source, Arrays.toString(sizes));
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
      throw refused(node, "needs an axis of " + source, axis);
    }
    return source.axis(axis);
  }

  private StoredTensor resize(Node node) throws InvalidModelException {
    StoredTensor source = settle(arrange(input(node, 0), IMAGES));
    int[] size = constants.requireIntegers(node, 1);
    if (!node.flag("half_pixel_centers") || size.length != 2 || size[0] < 1 || size[1] < 1) {
      throw refused(node, "needs half_pixel_centers and a size", Arrays.toString(size));
    }
    float[] scales = {
      1, 1, (float) size[0] / source.shape()[2], (float) size[1] / source.shape()[3]
    };
    for (int i = 0; i < 2; i++) {
      if ((int) (source.shape()[2 + i] * scales[2 + i]) != size[i]) {
        throw refused(node, "needs a scale that is exact", source + " to " + size[i]);
      }
    }
    graph.constant(node.name() + ".scales", new Tensor(new long[] {4}, scales));
    graph.node(
        "Resize",
        List.of(source.name(), "", node.name() + ".scales"),
        node.name(),
        text("mode", "linear"),
        text("coordinate_transformation_mode", "half_pixel"));
    return source.as(node.name(), 1, source.shape()[1], size[0], size[1]);
  }

  private StoredTensor reshape(Node node) throws InvalidModelException {
    StoredTensor source = arrange(input(node, 0), null);
    int[] wanted = constants.requireIntegers(node, 1);
    int size = Arrays.stream(source.shape()).reduce(1, Math::multiplyExact);
    int known = Arrays.stream(wanted).filter(length -> length > 0).reduce(1, Math::multiplyExact);
    int[] shape = Arrays.stream(wanted).map(length -> length > 0 ? length : size / known).toArray();
    boolean fits = Arrays.stream(shape).reduce(1, Math::multiplyExact) == size;
    if (wanted.length == 0 || wanted[0] != 1 || !fits) {
      throw refused(node, "must keep the batch and size of " + source, Arrays.toString(wanted));
    }
    long[] target = Arrays.stream(shape).asLongStream().toArray();
    target[0] = 0; // ONNX: as the source has it
    graph.constant(node.name() + ".shape", target);
    graph.node("Reshape", List.of(source.name(), node.name() + ".shape"), node.name());
    return StoredTensor.plain(node.name(), shape);
  }

  /** The same tensor held in a given order of axes; null means TensorFlow's own, settled. */
  private StoredTensor arrange(StoredTensor source, Axes wanted) throws InvalidModelException {
    Axes axes = wanted == null ? Axes.identity(source.rank()) : wanted;
    if (source.rank() != axes.rank()) {
      throw new InvalidModelException(
          "Expected %d axes, but '%s' has another number".formatted(axes.rank(), source));
    }
    if (source.axes().equals(axes)) {
      return wanted == null ? settle(source) : source;
    }
    StoredTensor settled = settle(source);
    Axes order = axes.inverse();
    Axes move = settled.axes().then(order);
    String name = "%s.%s".formatted(settled.name(), move.order());
    if (begun.add(name)) {
      graph.node("Transpose", List.of(settled.name()), name, integers("perm", move.toLongs()));
    }
    return new StoredTensor(name, move.apply(settled.shape()), axes, null);
  }

  /** The same tensor with its padding applied. */
  private StoredTensor settle(StoredTensor source) {
    Padding padding = source.padding();
    if (padding == null) {
      return source;
    }
    String name =
        "%s.padded%s%s".formatted(source.name(), Arrays.toString(padding.pads()), padding.value());
    if (begun.add(name)) {
      graph.constant(name + ".pads", padding.pads());
      graph.constant(name + ".value", new Tensor(new long[0], new float[] {padding.value()}));
      graph.node("Pad", List.of(source.name(), name + ".pads", name + ".value"), name);
    }
    return source.as(name, source.shape());
  }

  private static InvalidModelException refused(Node node, String rule, Object actual) {
    return new InvalidModelException(
        "%s '%s' %s, but was %s".formatted(node.op(), node.name(), rule, actual));
  }
}
