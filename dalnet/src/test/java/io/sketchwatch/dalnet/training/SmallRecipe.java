package io.sketchwatch.dalnet.training;

import io.sketchwatch.dalnet.data.Augmentation;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Interaction;
import io.sketchwatch.dalnet.network.Precision;
import io.sketchwatch.dalnet.network.Stream;
import java.util.List;

/** The whole method on a network that trains in a moment. */
final class SmallRecipe {

  private SmallRecipe() {}

  static TrainingConfig of(int epochs) {
    return of(epochs, 2e-3, new TrainingConfig.Losses(1, 1, 1, 0, 0.07f, 0.45f, 16));
  }

  static TrainingConfig of(int epochs, double learningRate, TrainingConfig.Losses losses) {
    return new TrainingConfig(
        new TrainingConfig.Network(
            4,
            List.of(1, 1, 1, 1),
            32,
            16,
            List.of(Stream.values()),
            true,
            Interaction.CROSS_ATTENTION,
            DalNetConfig.REDUCTION),
        new TrainingConfig.Batches(4, 2),
        new TrainingConfig.Masks(0),
        new Augmentation(1, 0.5, 0.2, 0.2),
        new TrainingConfig.Optimiser(epochs, 1, learningRate, 0.02, 1, 1, 1),
        losses,
        Precision.FLOAT32,
        3);
  }
}
