package io.sketchwatch.jobs.ablation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sketchwatch.dalnet.training.AblationRow;
import io.sketchwatch.jobs.evaluation.Figures;
import java.util.NavigableMap;

/**
 * What came of one training.
 *
 * @param plan SHA-256 of the plan, see {@link AblationPlan#hash}
 * @param row what was trained
 * @param learningRate the highest
 * @param seed of everything random
 * @param rates rank-1 of the validation by learning rate, from which this one was chosen; null
 *     while it is not
 * @param validation means over the validation's galleries
 * @param test means over the test's galleries, field {@code data} as {@code evaluate --json} names
 *     it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AblationResult(
    String plan,
    AblationRow row,
    double learningRate,
    long seed,
    NavigableMap<Double, Double> rates,
    Figures validation,
    @JsonProperty("data") Figures test) {

  /** The same as the chosen one of some rates. */
  AblationResult chosenFrom(NavigableMap<Double, Double> candidates) {
    return new AblationResult(plan, row, learningRate, seed, candidates, validation, test);
  }

  /** The figure by which learning rates are chosen. */
  double validationRank1() {
    return validation.rank1();
  }
}
