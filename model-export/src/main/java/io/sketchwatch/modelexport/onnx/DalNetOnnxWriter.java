package io.sketchwatch.modelexport.onnx;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.BATCH;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.integer;
import static io.sketchwatch.modelexport.onnx.OnnxGraph.integers;

import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * Writes DALNet's photo or sketch encoder as ONNX: the stream's stem, layer1 and layer2, the shared
 * layer3 and layer4 (stride 1), generalised-mean pooling, the neck, a projection if there is one,
 * L2 normalisation; batch normalisations are folded into the convolutions. Input {@code images
 * [batch, 3, height, width]}, normalised; output {@code embeddings [batch, dimension]}.
 *
 * <p>The same weights give the same bytes.
 */
public final class DalNetOnnxWriter {

  private static final double NORM_EPSILON = 1e-5;
  private static final float POOL_FLOOR = 1e-6f;

  /** How weights are stored, and computed with. */
  public enum Precision {
    FLOAT32,
    /** Half the size; weights are rounded to 11 significant bits, and computed with as float32. */
    FLOAT16,
    /**
     * A quarter of the size, computed with as bytes. Written as float32: to be calibrated and
     * rounded as a whole.
     */
    INT8
  }

  private final ServingWeights weights;
  private final Precision precision;
  private final Tensor projection;

  /** A writer of whole embeddings, {@code 32 * width} long. */
  public DalNetOnnxWriter(SortedMap<String, Tensor> checkpoint, Precision precision)
      throws InvalidModelException {
    this(checkpoint, precision, null);
  }

  /**
   * @param checkpoint tensors by their checkpoint names; those that only training needs are ignored
   * @param projection of the embeddings, {@code [32 * width, dimension]}; null for none
   * @throws InvalidModelException naming a tensor that is missing, extra or misshapen
   */
  public DalNetOnnxWriter(
      SortedMap<String, Tensor> checkpoint, Precision precision, Tensor projection)
      throws InvalidModelException {
    this.weights = new ServingWeights(checkpoint);
    this.precision = precision;
    this.projection = projection;
  }

  /** Length of an embedding. */
  public int dimension() {
    return projection == null ? weights.dimension() : (int) projection.shape()[1];
  }

  /**
   * Writes one modality's encoder.
   *
   * @param metadata that tools show, such as the model id
   */
  public void write(
      Modality modality, InputSpec input, Path file, SortedMap<String, String> metadata)
      throws IOException {
    String stream = modality == Modality.PHOTO ? "photo" : "sketch";
    OnnxGraph graph = new OnnxGraph("dalnet-" + stream);
    graph.input("images", BATCH, 3, input.height(), input.width());
    String x = convolution(graph, "images", stream + ".conv1", stream + ".bn1", 2, 3);
    x = relu(graph, x);
    x = maxPool(graph, x);
    x = stage(graph, x, stream + ".layer1", 1);
    x = stage(graph, x, stream + ".layer2", 2);
    x = stage(graph, x, "shared.layer3", 2);
    x = stage(graph, x, "shared.layer4", 1);
    x = pool(graph, x);
    x = neck(graph, x);
    if (projection != null) {
      x = project(graph, x);
    }
    graph.node("LpNormalization", List.of(x), "embeddings", integer("axis", 1), integer("p", 2));
    graph.output("embeddings", BATCH, dimension());
    graph.write(file, metadata);
  }

  private String stage(OnnxGraph graph, String input, String stage, int stride)
      throws InvalidModelException {
    String x = input;
    for (int block = 0; block < weights.blocks(stage); block++) {
      x = bottleneck(graph, x, stage + "." + block, block == 0 ? stride : 1);
    }
    return x;
  }

  private String bottleneck(OnnxGraph graph, String input, String block, int stride)
      throws InvalidModelException {
    String x = relu(graph, convolution(graph, input, block + ".conv1", block + ".bn1", 1, 0));
    x = relu(graph, convolution(graph, x, block + ".conv2", block + ".bn2", stride, 1));
    x = convolution(graph, x, block + ".conv3", block + ".bn3", 1, 0);
    String narrow = block + ".downsample.0";
    String shortcut =
        weights.has(narrow + ".weight")
            ? convolution(graph, input, narrow, block + ".downsample.1", stride, 0)
            : input;
    graph.node("Add", List.of(x, shortcut), block + ".sum");
    return relu(graph, block + ".sum");
  }

  /** Convolution with the batch normalisation after it folded in. */
  private String convolution(
      OnnxGraph graph, String input, String name, String norm, int stride, int padding)
      throws InvalidModelException {
    Tensor kernel = weights.get(name + ".weight");
    float[] scale = scale(norm);
    float[] folded = kernel.values().clone();
    int each = folded.length / scale.length;
    for (int i = 0; i < folded.length; i++) {
      folded[i] *= scale[i / each];
    }
    weight(graph, name + ".weight", new Tensor(kernel.shape(), folded));
    graph.constant(name + ".bias", vector(shift(norm, scale)));
    graph.node(
        "Conv",
        List.of(input, name + ".weight", name + ".bias"),
        name,
        integers("kernel_shape", kernel.shape()[2], kernel.shape()[3]),
        integers("strides", stride, stride),
        integers("pads", padding, padding, padding, padding));
    return name;
  }

  private void weight(OnnxGraph graph, String name, Tensor tensor) {
    if (precision == Precision.FLOAT16) {
      graph.halfConstant(name, tensor);
    } else {
      graph.constant(name, tensor);
    }
  }

  private static String relu(OnnxGraph graph, String input) {
    graph.node("Relu", List.of(input), input + ".relu");
    return input + ".relu";
  }

  private static String maxPool(OnnxGraph graph, String input) {
    graph.node(
        "MaxPool",
        List.of(input),
        "maxpool",
        integers("kernel_shape", 3, 3),
        integers("strides", 2, 2),
        integers("pads", 1, 1, 1, 1));
    return "maxpool";
  }

  /** Generalised mean: {@code mean(max(x, 1e-6)^p)^(1/p)} over the map (Radenović et al., 2018). */
  private String pool(OnnxGraph graph, String input) throws InvalidModelException {
    float p = weights.get("pool.p").values()[0];
    graph.constant("pool.floor", scalar(POOL_FLOOR));
    graph.constant("pool.p", scalar(p));
    graph.constant("pool.root", scalar(1 / p));
    graph.node("Clip", List.of(input, "pool.floor"), "pool.clipped");
    graph.node("Pow", List.of("pool.clipped", "pool.p"), "pool.powers");
    graph.node("GlobalAveragePool", List.of("pool.powers"), "pool.mean");
    graph.node("Pow", List.of("pool.mean", "pool.root"), "pool.roots");
    graph.node("Flatten", List.of("pool.roots"), "pool", integer("axis", 1));
    return "pool";
  }

  private String neck(OnnxGraph graph, String input) throws InvalidModelException {
    float[] scale = scale("neck");
    graph.constant("neck.scale", vector(scale));
    graph.constant("neck.shift", vector(shift("neck", scale)));
    graph.node("Mul", List.of(input, "neck.scale"), "neck.scaled");
    graph.node("Add", List.of("neck.scaled", "neck.shift"), "neck");
    return "neck";
  }

  private String project(OnnxGraph graph, String input) {
    weight(graph, "projection.weight", projection);
    graph.node("MatMul", List.of(input, "projection.weight"), "projection");
    return "projection";
  }

  private float[] scale(String norm) throws InvalidModelException {
    float[] weight = weights.get(norm + ".weight").values();
    float[] variance = weights.get(norm + ".running_var").values();
    float[] scale = new float[weight.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = (float) (weight[i] / Math.sqrt(variance[i] + NORM_EPSILON));
    }
    return scale;
  }

  private float[] shift(String norm, float[] scale) throws InvalidModelException {
    float[] bias = weights.get(norm + ".bias").values();
    float[] mean = weights.get(norm + ".running_mean").values();
    float[] shift = new float[bias.length];
    for (int i = 0; i < shift.length; i++) {
      shift[i] = (float) (bias[i] - (double) mean[i] * scale[i]);
    }
    return shift;
  }

  private static Tensor vector(float[] values) {
    return new Tensor(new long[] {values.length}, values);
  }

  private static Tensor scalar(float value) {
    return new Tensor(new long[0], new float[] {value});
  }
}
