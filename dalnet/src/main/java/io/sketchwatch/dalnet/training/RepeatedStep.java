package io.sketchwatch.dalnet.training;

import ai.djl.Device;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.data.Batch;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * One training step, done again and again on the same batch: forward, losses, backward and update,
 * without the reading of pictures. For measuring.
 */
public final class RepeatedStep implements AutoCloseable {

  /** Low enough for a first loss that hundreds of steps on one batch do not spoil. */
  private static final double LEARNING_RATE = 1e-5;

  private final Trainer trainer;
  private final Batch batch;
  private final DalNetConfig network;

  /**
   * The first batch of a recipe on some people, who must bring masks if the recipe asks for any.
   *
   * @throws IllegalArgumentException if the people are too few for a batch
   */
  public RepeatedStep(TrainingConfig recipe, PersonDataSet people, Device device)
      throws IOException {
    trainer = new Trainer(recipe, people, device);
    batch = trainer.firstBatch();
    network = recipe.networkFor(people.identities().size());
  }

  /**
   * Does one step.
   *
   * @return its total loss
   */
  public double run() {
    return trainer.step(batch, LEARNING_RATE).get(Objective.TOTAL);
  }

  /**
   * Writes the weights as they are now and the batch, {@code batch.photo}, {@code batch.sketch},
   * {@code batch.cutout}, {@code batch.mask} and {@code batch.identities}, as safetensors.
   */
  public void write(Path file) throws IOException {
    SortedMap<String, Tensor> tensors = trainer.weights();
    int count = batch.examples().size();
    long[] shape = {count, 3, network.inputHeight(), network.inputWidth()};
    long[] plane = {count, 1, network.inputHeight(), network.inputWidth()};
    tensors.put("batch.photo", new Tensor(shape, batch.pixels().get(Stream.PHOTO)));
    tensors.put("batch.sketch", new Tensor(shape, batch.pixels().get(Stream.SKETCH)));
    tensors.put("batch.cutout", new Tensor(shape, batch.cutouts().photos()));
    tensors.put("batch.mask", new Tensor(plane, batch.cutouts().masks()));
    float[] identities = new float[count];
    for (int i = 0; i < count; i++) {
      identities[i] = batch.identities()[i];
    }
    tensors.put("batch.identities", new Tensor(new long[] {count}, identities));
    Safetensors.write(file, tensors);
  }

  @Override
  public void close() {
    trainer.close();
  }
}
