package io.sketchwatch.dalnet.evaluation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.dalnet.data.Batch;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.training.Checkpoint;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Embeds with a checkpoint's network as it is in PyTorch, before any export. */
public final class DalNetEncoder implements Encoder {

  private final String modelId;
  private final NDManager manager;
  private final DalNet network;

  private DalNetEncoder(String modelId, NDManager manager, DalNet network) {
    this.modelId = modelId;
    this.manager = manager;
    this.network = network;
  }

  /** Loads the network of a checkpoint. */
  public static DalNetEncoder open(Checkpoint checkpoint, Device device) throws IOException {
    NDManager manager = PyTorch.manager(device);
    try {
      DalNet network = checkpoint.network(manager);
      network.freeze();
      return new DalNetEncoder(modelId(checkpoint), manager, network);
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** A network that has learnt nothing, as a baseline: random weights from a seed. */
  public static DalNetEncoder untrained(DalNetConfig config, long seed, Device device) {
    NDManager manager = PyTorch.manager(device);
    DalNet network = new DalNet(config);
    network.initialise(manager, seed);
    network.freeze();
    return new DalNetEncoder("dalnet-untrained", manager, network);
  }

  /** {@code dalnet-} and the first digits of the weights' hash: equal weights, equal id. */
  private static String modelId(Checkpoint checkpoint) {
    return "dalnet-" + checkpoint.manifest().files().get(Checkpoint.WEIGHTS).substring(0, 12);
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public int dimension() {
    return network.config().dimension();
  }

  @Override
  public List<Embedding> embed(Modality modality, List<Image> images) {
    return embed(Stream.of(modality), batch -> input(batch, images));
  }

  /** Embeds the auxiliary pictures of photos; the network must have that stream. */
  List<Embedding> embedAuxiliary(Batch.Cutouts cutouts) {
    InputSpec input = network.config().input();
    int count = cutouts.photos().length / input.length();
    return embed(
        Stream.AUXILIARY,
        batch -> {
          NDArray photos = array(batch, cutouts.photos(), count, 3);
          NDArray masks = array(batch, cutouts.masks(), count, 1);
          return DalNet.normalise(network.auxiliary(photos, masks));
        });
  }

  private List<Embedding> embed(Stream stream, Function<NDManager, NDArray> pictures) {
    float[] values;
    try (NDManager batch = newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      values = network.embed(stream, pictures.apply(batch)).toFloatArray();
    }
    int length = dimension();
    return IntStream.range(0, values.length / length)
        .mapToObj(i -> Arrays.copyOfRange(values, i * length, (i + 1) * length))
        .map(Embedding::normalised)
        .toList();
  }

  /** The input of photos or sketches, {@code [N, 3, height, width]}. */
  NDArray input(NDManager batch, List<Image> images) {
    InputSpec input = network.config().input();
    float[] pixels = new float[images.size() * input.length()];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(i -> input.write(images.get(i), pixels, i * input.length()));
    return array(batch, pixels, images.size(), 3);
  }

  private NDArray array(NDManager batch, float[] values, int count, int channels) {
    InputSpec input = network.config().input();
    Shape shape = new Shape(count, channels, input.height(), input.width());
    return batch.create(FloatBuffer.wrap(values), shape);
  }

  DalNet network() {
    return network;
  }

  /** Memory for a batch, to be closed by the caller. */
  NDManager newSubManager() {
    return manager.newSubManager();
  }

  @Override
  public void close() {
    manager.close();
  }
}
