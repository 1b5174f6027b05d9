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
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.training.Checkpoint;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
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
    InputSpec input = network.config().input();
    float[] pixels = new float[images.size() * input.length()];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(i -> input.write(images.get(i), pixels, i * input.length()));
    Shape shape = new Shape(images.size(), 3, input.height(), input.width());
    float[] values;
    try (NDManager batch = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray pictures = batch.create(FloatBuffer.wrap(pixels), shape);
      values = network.embed(Stream.of(modality), pictures).toFloatArray();
    }
    return rows(values);
  }

  private List<Embedding> rows(float[] values) {
    int length = dimension();
    return IntStream.range(0, values.length / length)
        .mapToObj(i -> Arrays.copyOfRange(values, i * length, (i + 1) * length))
        .map(Embedding::normalised)
        .toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}
