package io.sketchwatch.dalnet.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.data.Batch;
import io.sketchwatch.dalnet.data.BatchLoader;
import io.sketchwatch.dalnet.data.CutoutWriter;
import io.sketchwatch.dalnet.data.Example;
import io.sketchwatch.dalnet.data.IdentitySampler;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PhotoMasks;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.network.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Trains a network on a data set, with a checkpoint each few epochs and {@link Snapshots} of two
 * epochs.
 *
 * <p>The same recipe, data and number of threads give the same weights to the last bit, also when
 * the run was stopped at any time and started again. At most one trainer may run in a process: the
 * engine records gradients for one thread.
 */
public final class Trainer implements AutoCloseable {

  private final TrainingConfig recipe;
  private final PersonDataSet data;
  private final PhotoMasks masks;
  private final IdentitySampler sampler;
  private final BatchLoader loader;
  private final Objective objective;
  private final LearningRateSchedule schedule;
  private final NDManager manager;
  private final DalNet network;
  private final AdamW optimizer;
  private final Upload upload;
  private WeightOrigin origin;
  private int epochsDone;

  /**
   * A trainer with random first weights, and the masks that the data set brings.
   *
   * @throws IllegalArgumentException if the data set is too small for a batch
   */
  public Trainer(TrainingConfig recipe, PersonDataSet data, Device device) throws IOException {
    this(recipe, data, recipe.cutsOut() ? PhotoMasks.broughtBy(data) : null, device);
  }

  /**
   * A trainer with random first weights.
   *
   * @param masks of the photos; unused, and may be null, where the recipe has no auxiliary stream
   * @throws IllegalArgumentException if the data set is too small for a batch
   */
  public Trainer(TrainingConfig recipe, PersonDataSet data, PhotoMasks masks, Device device) {
    this.recipe = recipe;
    this.data = data;
    this.masks = masks;
    sampler =
        new IdentitySampler(
            data, recipe.batches().identities(), recipe.batches().examplesPerIdentity());
    DalNetConfig config = recipe.networkFor(data.identities().size());
    loader = new BatchLoader(config.input(), recipe.augmentation(), cutoutWriter());
    objective = new Objective(recipe.losses());
    int steps = sampler.batchesPerEpoch();
    schedule =
        new LearningRateSchedule(
            recipe.optimiser().learningRate(),
            recipe.optimiser().warmUpEpochs() * steps,
            recipe.optimiser().epochs() * steps);
    manager = PyTorch.manager(device);
    network = new DalNet(config, recipe.precision());
    network.initialise(manager, recipe.seed());
    upload = new Upload(manager);
    optimizer = new AdamW(recipe.optimiser(), network.parametersByName());
  }

  private CutoutWriter cutoutWriter() {
    return recipe.cutsOut() ? new CutoutWriter(masks, recipe.masks().threshold()) : null;
  }

  private String maskFingerprint() {
    return recipe.cutsOut() ? masks.fingerprint() : null;
  }

  /**
   * Takes first weights from another checkpoint, before the training: all but the classifier, which
   * is for other people. What the checkpoint lacks stays random.
   *
   * @throws InvalidModelException if its network has another size
   */
  public void startFrom(Checkpoint first) throws IOException {
    DalNetConfig size = first.manifest().network();
    DalNetConfig own = network.config();
    if (size.width() != own.width() || !size.blocks().equals(own.blocks())) {
      throw new InvalidModelException(
          "Weights '%s' must be of the recipe's width %d and blocks %s, but are of %d and %s: set network.width and network.blocks"
              .formatted(first.folder(), own.width(), own.blocks(), size.width(), size.blocks()));
    }
    SortedMap<String, Tensor> weights = Weights.of(network);
    Map<String, Tensor> given = first.weights();
    weights.replaceAll(
        (name, random) ->
            name.startsWith("classifier.") ? random : given.getOrDefault(name, random));
    Weights.load(network, weights, first.folder().toString());
    origin = WeightOrigin.of(first);
  }

  /** Trains with a checkpoint each epoch. */
  public Checkpoint train(Path folder, TrainingListener listener) throws IOException {
    return train(folder, 1, listener);
  }

  /**
   * Trains until the last epoch, going on from the checkpoint of the folder if there is one.
   *
   * @param checkpointEpochs from one checkpoint to the next, at least 1; the last epoch has one too
   * @return the last epoch's checkpoint
   * @throws InvalidModelException if the folder's checkpoint is of other first weights, another
   *     recipe, data set or masks
   * @throws TrainingFailedException if a loss or gradient is no longer finite, or memory runs out
   */
  public Checkpoint train(Path folder, int checkpointEpochs, TrainingListener listener)
      throws IOException {
    String fingerprint = data.fingerprint();
    Checkpoint last = null;
    if (Checkpoint.isIn(folder)) {
      last = Checkpoint.open(folder);
      resume(last, fingerprint);
    }
    int epochs = recipe.optimiser().epochs();
    while (epochsDone < epochs) {
      trainEpochInMemory(listener);
      epochsDone++;
      if (Snapshots.isKept(epochsDone, epochs)) {
        Snapshots.write(folder, manifest(fingerprint), Weights.of(network));
      }
      if (epochsDone % checkpointEpochs == 0 || epochsDone == epochs) {
        CheckpointManifest manifest = manifest(fingerprint);
        last = Checkpoint.write(folder, manifest, Weights.of(network), optimizer.state());
        listener.onCheckpoint(last);
      }
    }
    return last;
  }

  private void trainEpochInMemory(TrainingListener listener) {
    try {
      trainEpoch(listener);
    } catch (OutOfMemoryError | EngineException e) {
      if (!MemoryAdvice.isFor(e)) {
        throw e;
      }
      throw new TrainingFailedException(MemoryAdvice.of(recipe, epochsDone + 1), e);
    }
  }

  private void resume(Checkpoint checkpoint, String fingerprint) throws IOException {
    CheckpointManifest manifest = checkpoint.manifest();
    if (!recipe.equals(manifest.recipe())
        || !fingerprint.equals(manifest.dataFingerprint())
        || !Objects.equals(maskFingerprint(), manifest.maskFingerprint())
        || !Objects.equals(origin, manifest.origin())) {
      throw new InvalidModelException(
          "Folder '%s' holds a checkpoint of other first weights, recipe, data set or masks: train into another folder"
              .formatted(checkpoint.folder()));
    }
    if (!manifest.resumable()) {
      throw new InvalidModelException(
          "Folder '%s' holds weights of epoch %d without the optimiser's state: train into another folder"
              .formatted(checkpoint.folder(), manifest.epoch()));
    }
    Weights.load(network, checkpoint.weights(), checkpoint.folder().toString());
    optimizer.restore(checkpoint.optimizer(), manifest.step());
    epochsDone = manifest.epoch();
  }

  private CheckpointManifest manifest(String fingerprint) {
    return new CheckpointManifest(
        1,
        network.config(),
        origin,
        recipe,
        recipe.hash(),
        fingerprint,
        maskFingerprint(),
        recipe.seed(),
        PyTorch.threads(),
        epochsDone,
        epochsDone * sampler.batchesPerEpoch(),
        new TreeMap<>());
  }

  /**
   * Everything random of an epoch follows from the seed and its number, so that it can be resumed.
   */
  private void trainEpoch(TrainingListener listener) {
    Random random = new Random(recipe.seed() * 1_000_003 + epochsDone);
    List<List<Example>> batches = sampler.epoch(random);
    for (int i = 0; i < batches.size(); i++) {
      long start = System.nanoTime();
      double rate = schedule.at(epochsDone * batches.size() + i);
      Batch batch = loader.load(batches.get(i), random);
      Map<String, Double> losses = step(batch, rate);
      double seconds = (System.nanoTime() - start) / 1e9;
      listener.onStep(
          new StepReport(
              epochsDone + 1,
              recipe.optimiser().epochs(),
              i + 1,
              batches.size(),
              losses,
              rate,
              batch.pictures() / seconds));
    }
  }

  /** The first batch of the first epoch. */
  Batch firstBatch() {
    Random random = new Random(recipe.seed() * 1_000_003);
    return loader.load(sampler.epoch(random).get(0), random);
  }

  SortedMap<String, Tensor> weights() {
    return Weights.of(network);
  }

  /** One step on a batch: the losses before it, by name. */
  Map<String, Double> step(Batch batch, double rate) {
    Map<String, Double> losses = new LinkedHashMap<>();
    try (GradientCollector gradients = PyTorch.engine().newGradientCollector();
        NDArray total = forward(batch, losses)) {
      if (!Double.isFinite(losses.get(Objective.TOTAL))) {
        throw failure("losses must be finite, but were " + losses, batch, null);
      }
      gradients.backward(total);
    }
    try {
      optimizer.step(rate);
    } catch (ArithmeticException e) {
      throw failure(e.getMessage(), batch, e);
    }
    return losses;
  }

  /** The total loss, still tied to the network; all else is let go before the way back. */
  private NDArray forward(Batch batch, Map<String, Double> losses) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> parts =
          objective.of(network.forward(inputs(batch), true), batch.identities());
      parts.forEach((name, loss) -> losses.put(name, (double) loss.getFloat()));
      NDArray total = parts.get(Objective.TOTAL);
      NDScope.unregister(total);
      return total;
    }
  }

  private Map<Stream, NDArray> inputs(Batch batch) {
    DalNetConfig config = network.config();
    Shape shape = new Shape(batch.examples().size(), 3, config.inputHeight(), config.inputWidth());
    Map<Stream, NDArray> inputs = new EnumMap<>(Stream.class);
    batch.pixels().forEach((stream, pixels) -> inputs.put(stream, upload.of(pixels, shape)));
    if (batch.cutouts() != null) {
      inputs.put(Stream.AUXILIARY, auxiliary(batch.cutouts(), shape));
    }
    return inputs;
  }

  private NDArray auxiliary(Batch.Cutouts cutouts, Shape shape) {
    Shape single = new Shape(shape.get(0), 1, shape.get(2), shape.get(3));
    NDArray photos = upload.of(cutouts.photos(), shape);
    NDArray people = upload.of(cutouts.masks(), single);
    return DalNet.normalise(network.auxiliary(photos, people));
  }

  private TrainingFailedException failure(String reason, Batch batch, Throwable cause) {
    String files =
        batch.examples().stream()
            .map(example -> example.photo().file() + " " + example.sketch().file())
            .collect(Collectors.joining(" "));
    return new TrainingFailedException(
        "Training stopped in epoch %d: %s; lower the learning rate, or look at the batch: %s"
            .formatted(epochsDone + 1, reason, files),
        cause);
  }

  @Override
  public void close() {
    manager.close();
  }
}
