package io.sketchwatch.jobs.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.dalnet.training.AblationRow;
import io.sketchwatch.dalnet.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an ablation trains, on what, and how it chooses; fixed before its first run.
 *
 * @param data the people, drawn
 * @param recipe settings that differ from the default recipe's; rate and seed are the study's
 * @param learningRates of which each row takes the best
 * @param seeds the first one is every row's, the others are those of the repeated rows
 * @param repeated rows that are trained with every seed
 */
public record AblationPlan(
    Data data,
    JsonNode recipe,
    List<Double> learningRates,
    List<Long> seeds,
    List<AblationRow> repeated) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public AblationPlan {
    learningRates = List.copyOf(learningRates);
    seeds = List.copyOf(seeds);
    repeated = List.copyOf(repeated);
    if (learningRates.isEmpty() || seeds.isEmpty()) {
      throw new IllegalArgumentException("An ablation must have a learning rate and a seed");
    }
  }

  /**
   * A synthetic data set; see {@link io.sketchwatch.dalnet.synthetic.SyntheticDataSet}.
   *
   * @param identities people, of whom a tenth are the test
   * @param photos of each
   * @param sketches of each
   * @param seed of the generator
   * @param validation people taken from the training's, by whom learning rates are chosen
   * @param gallery people who are looked for among each other, as a published split of 50 people
   *     is; the validation's and the test's are dealt into so many, and figures are means over them
   * @param trainFingerprint of the training part, validation included
   * @param testFingerprint of the test part
   */
  public record Data(
      int identities,
      int photos,
      int sketches,
      long seed,
      int validation,
      int gallery,
      String trainFingerprint,
      String testFingerprint) {}

  /**
   * Reads a plan.
   *
   * @throws IOException if it is not JSON, or not a plan
   */
  public static AblationPlan read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), AblationPlan.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Ablation plan '%s' can't be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** SHA-256 of everything in the plan. */
  String hash() throws IOException {
    return Sha256.hex(JSON.writeValueAsBytes(this));
  }

  /** Everything that decides one run's result but the data. */
  TrainingConfig recipe(AblationRun run) throws IOException {
    TrainingConfig common = TrainingConfig.parse(recipe.toString());
    TrainingConfig.Optimiser old = common.optimiser();
    TrainingConfig.Optimiser optimiser =
        new TrainingConfig.Optimiser(
            old.epochs(),
            old.warmUpEpochs(),
            run.learningRate(),
            old.weightDecay(),
            old.streamsFactor(),
            old.layer3Factor(),
            old.layer4Factor());
    return run.row()
        .of(
            new TrainingConfig(
                common.network(),
                common.batches(),
                common.masks(),
                common.augmentation(),
                optimiser,
                common.losses(),
                common.precision(),
                run.seed()));
  }
}
