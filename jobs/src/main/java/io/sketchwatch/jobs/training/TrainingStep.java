package io.sketchwatch.jobs.training;

import io.sketchwatch.dalnet.training.StepReport;
import java.util.Map;

/**
 * What one step of the training did, as it leaves the job.
 *
 * @param epoch from 1
 * @param epochs of the run
 * @param step of the epoch, from 1
 * @param steps an epoch
 * @param losses by name, before weighting, and their weighted {@code total}
 * @param learningRate of the step
 * @param picturesPerSecond of all streams, loading included
 */
public record TrainingStep(
    int epoch,
    int epochs,
    int step,
    int steps,
    Map<String, Double> losses,
    double learningRate,
    double picturesPerSecond) {

  static TrainingStep of(StepReport report) {
    return new TrainingStep(
        report.epoch(),
        report.epochs(),
        report.step(),
        report.steps(),
        report.losses(),
        report.learningRate(),
        report.picturesPerSecond());
  }
}
