package io.sketchwatch.jobs.ablation;

import io.sketchwatch.dalnet.training.AblationRow;

/**
 * One training of an ablation.
 *
 * @param row what is trained
 * @param learningRate the highest
 * @param seed of everything random
 */
public record AblationRun(AblationRow row, double learningRate, long seed) {

  /** Name of its folder. */
  String folder() {
    return "%s-%s-%d".formatted(row, learningRate, seed);
  }
}
