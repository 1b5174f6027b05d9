package io.sketchwatch.modelexport.tfjs;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.integer;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.integers;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.text;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.OnnxGraph;
import io.sketchwatch.modelexport.tfjs.GraphModel.Node;
import java.util.Arrays;
import java.util.List;

/** Converts the operations on pictures: NHWC in TensorFlow, NCHW in ONNX. */
final class ImageOperations {

  /** TensorFlow's NHWC, held as NCHW. */
  private static final Axes IMAGES = Axes.of(0, 2, 3, 1);

  /** TensorFlow's height, width, inputs, outputs to ONNX's outputs, inputs, height, width. */
  private static final Axes KERNEL_TO_ONNX = Axes.of(3, 2, 0, 1);

  private final OnnxGraph graph;
  private final Layout layout;
  private final Constants constants;

  ImageOperations(OnnxGraph graph, Layout layout, Constants constants) {
    this.graph = graph;
    this.layout = layout;
    this.constants = constants;
  }

  /** Convolution, in groups if the kernel is narrower than the picture. */
  StoredTensor convolution(Node node, StoredTensor picture) throws InvalidModelException {
    Tensor kernel = KERNEL_TO_ONNX.apply(kernel(node));
    StoredTensor source = layout.arrange(picture, IMAGES);
    boolean padsItself = source.padding() != null && source.padding().value() == 0;
    source = padsItself && source.padding().ofImage() ? source : layout.settle(source);
    int[] dilations = image(node, "dilations");
    int[] strides = image(node, "strides");
    long[] k = kernel.shape();
    if (source.shape()[1] % k[1] != 0) {
      throw node.refused("needs whole groups of channels", source + " under " + kernel);
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
      throw node.refused("needs a kernel of 4 axes", kernel);
    }
    requireValidPadding(node);
    return kernel;
  }

  /** Maximum of each window. */
  StoredTensor maxPool(Node node, StoredTensor picture) throws InvalidModelException {
    requireValidPadding(node);
    StoredTensor source = layout.arrange(picture, IMAGES);
    int[] kernel = image(node, "ksize");
    int[] strides = image(node, "strides");
    // ONNX pads with the lowest value; TensorFlow's graph may say so in several ways.
    boolean padsItself = source.padding() != null && source.padding().value() <= -Float.MAX_VALUE;
    source = padsItself && source.padding().ofImage() ? source : layout.settle(source);
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
      throw node.refused(
          "must be NHWC with padding VALID", node.text("data_format") + " " + node.text("padding"));
    }
  }

  /** The height's and width's entries of an attribute in NHWC. */
  private static int[] image(Node node, String attribute) throws InvalidModelException {
    int[] values = node.integers(attribute);
    if (values.length != 4 || values[0] != 1 || values[3] != 1 || values[1] < 1 || values[2] < 1) {
      throw node.refused("needs '" + attribute + "' of the picture", Arrays.toString(values));
    }
    return new int[] {values[1], values[2]};
  }

  /** Bilinear, with half_pixel_centers. */
  StoredTensor resize(Node node, StoredTensor picture) throws InvalidModelException {
    StoredTensor source = layout.settle(layout.arrange(picture, IMAGES));
    int[] size = constants.requireIntegers(node, 1);
    if (!node.flag("half_pixel_centers") || size.length != 2 || size[0] < 1 || size[1] < 1) {
      throw node.refused("needs half_pixel_centers and a size", Arrays.toString(size));
    }
    float[] scales = {
      1, 1, (float) size[0] / source.shape()[2], (float) size[1] / source.shape()[3]
    };
    for (int i = 0; i < 2; i++) {
      if ((int) (source.shape()[2 + i] * scales[2 + i]) != size[i]) {
        throw node.refused("needs a scale that is exact", source + " to " + size[i]);
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
}
