package io.sketchwatch.dalnet.training;

/**
 * The learning rate of each step: linear from a sixteenth of the peak, then linear to 0.
 *
 * @param peak highest rate
 * @param warmUpSteps steps until it, 0 or more
 * @param steps all of them
 */
record LearningRateSchedule(double peak, int warmUpSteps, int steps) {

  private static final double START = 1.0 / 16;

  /** Rate of a step, counted from 0. */
  double at(int step) {
    if (step < warmUpSteps) {
      return peak * (START + (1 - START) * step / warmUpSteps);
    }
    return peak * (steps - step) / (steps - warmUpSteps);
  }
}
