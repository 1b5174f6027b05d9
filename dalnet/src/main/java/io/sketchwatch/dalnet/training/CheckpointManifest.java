package io.sketchwatch.dalnet.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.sketchwatch.dalnet.network.DalNetConfig;
import java.util.NavigableMap;

/**
 * {@code manifest.json} of a checkpoint. Imported weights have no recipe, no data fingerprint and
 * no epoch behind them; only a checkpoint that can be resumed lists the optimiser's state.
 *
 * @param formatVersion of this format: 1
 * @param network the size of the network whose weights these are
 * @param origin of the first weights, where they were imported; null for random ones
 * @param recipe of the run; null for none
 * @param recipeHash see {@link TrainingConfig#hash}; null for none
 * @param dataFingerprint of the training data; null for none
 * @param maskFingerprint of the photos' masks; null without an auxiliary stream
 * @param seed of the run
 * @param threads of the engine; results repeat exactly under the same number
 * @param epoch how many epochs are done
 * @param step how many steps are done, over all epochs
 * @param files SHA-256 in lower-case hex of every other file, by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointManifest(
    int formatVersion,
    DalNetConfig network,
    WeightOrigin origin,
    TrainingConfig recipe,
    String recipeHash,
    String dataFingerprint,
    String maskFingerprint,
    long seed,
    int threads,
    int epoch,
    int step,
    NavigableMap<String, String> files) {

  /** Whether the optimiser's state is there, so that a run can go on from it. */
  boolean resumable() {
    return files != null && files.containsKey(Checkpoint.OPTIMIZER);
  }

  /** This manifest with the hashes of its files. */
  CheckpointManifest withFiles(NavigableMap<String, String> hashes) {
    return new CheckpointManifest(
        formatVersion,
        network,
        origin,
        recipe,
        recipeHash,
        dataFingerprint,
        maskFingerprint,
        seed,
        threads,
        epoch,
        step,
        hashes);
  }
}
