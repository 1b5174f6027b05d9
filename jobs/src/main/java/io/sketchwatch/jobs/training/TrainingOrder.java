package io.sketchwatch.jobs.training;

/**
 * What to train.
 *
 * @param data folder of the training set
 * @param checkpoint folder of the result; one that is there already is gone on from
 * @param recipe JSON of the whole training recipe
 */
public record TrainingOrder(String data, String checkpoint, String recipe) {}
