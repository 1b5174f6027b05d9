package io.sketchwatch.modelexport.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.network.Weights;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.dalnet.training.WeightOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a checkpoint of weights that others trained. What the network is made of is read off the
 * tensors' names and shapes; batch counters and ImageNet's classifier ({@code fc.*}) are left out,
 * any other tensor that is missing, extra or misshapen is an error that names it.
 */
public final class WeightImport {

  /** What the weights are of. */
  public enum Kind {
    /**
     * Torchvision's ResNet: fills the three streams' stems, layer1 and layer2 alike, and the shared
     * layer3 and layer4. The rest is as untrained as in a new network, which is the whole method.
     */
    RESNET50,
    /** A whole DALNet, with or without the parts that only training needs. */
    DALNET
  }

  private static final String COUNTER = ".num_batches_tracked";
  private static final String OTHER_CLASSIFIER = "fc.";
  private static final String SHARED = "shared.";
  private static final long SEED = 1;

  private final Kind kind;
  private final int inputHeight;
  private final int inputWidth;

  /**
   * @param inputHeight of the pictures that the network shall see, in pixels, at least 16
   * @param inputWidth of the pictures, likewise
   */
  public WeightImport(Kind kind, int inputHeight, int inputWidth) {
    this.kind = kind;
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
  }

  /**
   * Reads a file and writes the checkpoint.
   *
   * @param out made if missing; must hold no checkpoint yet
   * @throws InvalidModelException if the weights can't be read or don't make a network
   */
  public Checkpoint write(Path file, Path out) throws IOException {
    if (Checkpoint.isIn(out)) {
      throw new InvalidModelException(
          "Folder '%s' holds a checkpoint or package already: import into another".formatted(out));
    }
    SortedMap<String, Tensor> tensors = WeightFile.read(file);
    tensors.keySet().removeIf(name -> name.endsWith(COUNTER) || name.startsWith(OTHER_CLASSIFIER));
    boolean isResNet = kind == Kind.RESNET50;
    DalNetConfig config =
        isResNet
            ? NetworkParts.around(tensors, inputHeight, inputWidth)
            : NetworkParts.of(tensors, inputHeight, inputWidth);
    DalNet network = new DalNet(config);
    String subject =
        "Weights '%s' must be a %s of width %d and blocks %s"
            .formatted(file, isResNet ? "ResNet" : "DALNet", config.width(), config.blocks());
    SortedMap<String, Tensor> weights =
        isResNet
            ? withBackbone(network, tensors, subject)
            : TensorShapes.of(network).fit(tensors, subject);
    WeightOrigin origin =
        new WeightOrigin(kind.name(), file.getFileName().toString(), Sha256.hex(file));
    return Checkpoint.writeImported(out, config, origin, weights);
  }

  /**
   * First weights of the whole network, with the ResNet's in every stream and the shared stages.
   */
  private static SortedMap<String, Tensor> withBackbone(
      DalNet network, SortedMap<String, Tensor> tensors, String subject) throws IOException {
    SortedMap<String, long[]> own = TensorShapes.of(network).shapes();
    SortedMap<String, long[]> expected = new TreeMap<>();
    own.forEach((name, shape) -> putBackbone(expected, name, shape));
    SortedMap<String, Tensor> resNet = new TensorShapes(expected).fit(tensors, subject);
    try (NDManager manager = PyTorch.manager(Device.cpu())) {
      network.initialise(manager, SEED);
      SortedMap<String, Tensor> weights = Weights.of(network);
      weights.replaceAll(
          (name, first) -> isBackbone(name) ? resNet.get(withoutStream(name)) : first);
      return weights;
    }
  }

  private static void putBackbone(Map<String, long[]> expected, String name, long[] shape) {
    if (isBackbone(name)) {
      expected.put(withoutStream(name), shape);
    }
  }

  private static boolean isBackbone(String name) {
    return name.startsWith(SHARED)
        || Arrays.stream(Stream.values()).anyMatch(stream -> name.startsWith(stream.key() + "."));
  }

  private static String withoutStream(String name) {
    return name.substring(name.indexOf('.') + 1);
  }
}
