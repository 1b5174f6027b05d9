package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.evaluation.DalNetEncoder;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.training.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An encoder to be judged, and what it would be worth untrained.
 *
 * @param encoder the model; closed with this
 * @param config the size of a network that may stand beside it untrained
 */
public record EvaluatedModel(Encoder encoder, DalNetConfig config) implements AutoCloseable {

  private static final int EMBEDDING_PER_WIDTH = 32;
  private static final long OTHER_SEED = 4711;

  /**
   * Opens a checkpoint; the network beside it has its size.
   *
   * @param device where it runs; the CPU where there is no such device
   */
  public static EvaluatedModel checkpoint(Path folder, Device device) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    return new EvaluatedModel(
        DalNetEncoder.open(checkpoint, PyTorch.usable(device)), checkpoint.manifest().network());
  }

  /**
   * Opens a package. A package does not say how deep its network is: the one beside it has the
   * package's input and dimension, and one bottleneck a stage.
   *
   * @param threads that one batch may use on the CPU
   * @param device where it runs; the CPU where there is no such device
   */
  public static EvaluatedModel packaged(Path folder, int threads, Device device)
      throws IOException {
    ModelPackage opened = ModelPackage.open(folder);
    ModelManifest manifest = opened.manifest();
    Encoder encoder = ModelDevice.open(device, on -> OnnxEncoder.open(opened, threads, on));
    DalNetConfig config =
        new DalNetConfig(
            Math.max(1, manifest.dimension() / EMBEDDING_PER_WIDTH),
            List.of(1, 1, 1, 1),
            2,
            manifest.input().height(),
            manifest.input().width(),
            List.of(Stream.PHOTO, Stream.SKETCH));
    return new EvaluatedModel(encoder, config);
  }

  /** The same without training: random weights. To be closed by the caller. */
  public Encoder untrained() {
    return DalNetEncoder.untrained(config, OTHER_SEED, Device.cpu());
  }

  @Override
  public void close() {
    encoder.close();
  }
}
