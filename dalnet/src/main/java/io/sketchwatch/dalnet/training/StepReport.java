package io.sketchwatch.dalnet.training;

import java.util.Map;

/**
 * What one step of training did.
 *
 * @param epoch from 1
 * @param epochs of the run
 * @param step of the epoch, from 1
 * @param steps an epoch
 * @param losses before weighting, by name, and their weighted {@code total}
 * @param learningRate of the step
 * @param picturesPerSecond of all streams, loading included
 */
public record StepReport(
    int epoch,
    int epochs,
    int step,
    int steps,
    Map<String, Double> losses,
    double learningRate,
    double picturesPerSecond) {}
