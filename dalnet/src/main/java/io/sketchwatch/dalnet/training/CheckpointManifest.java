package io.sketchwatch.dalnet.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.sketchwatch.dalnet.network.DalNetConfig;
import java.util.NavigableMap;

/**
 * {@code manifest.json} of a checkpoint.
 *
 * @param formatVersion of this format: 1
 * @param network the size of the network whose weights these are
 * @param recipe of the run
 * @param recipeHash see {@link TrainingConfig#hash}
 * @param dataFingerprint of the training data
 * @param maskFingerprint of the photos' masks; null without an auxiliary stream
 * @param seed of the run
 * @param threads of the engine; results repeat exactly under the same number
 * @param epoch how many epochs are done
 * @param step how many steps are done, over all epochs
 * @param files SHA-256 in lower-case hex of every other file, by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckpointManifest(
    int formatVersion,
    DalNetConfig network,
    TrainingConfig recipe,
    String recipeHash,
    String dataFingerprint,
    String maskFingerprint,
    long seed,
    int threads,
    int epoch,
    int step,
    NavigableMap<String, String> files) {

  /** This manifest with the hashes of its files. */
  CheckpointManifest withFiles(NavigableMap<String, String> hashes) {
    return new CheckpointManifest(
        formatVersion,
        network,
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
