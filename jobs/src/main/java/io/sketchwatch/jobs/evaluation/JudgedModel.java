package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.dalnet.evaluation.EmbeddedDataSet;
import io.sketchwatch.dalnet.evaluation.Evaluation;

/**
 * One model on the test part of one split.
 *
 * @param split from 1
 * @param embedded the part as the model sees it
 * @param evaluation what it is worth
 */
public record JudgedModel(int split, EmbeddedDataSet embedded, Evaluation evaluation) {

  public EvaluationResult.Run run() {
    return new EvaluationResult.Run(
        evaluation.modelId(), split, EvaluationResult.Data.of(evaluation));
  }
}
