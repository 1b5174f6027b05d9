package io.sketchwatch.dalnet.training;

/** Hears of a run's progress, on the training thread. */
public interface TrainingListener {

  /** After each step. */
  void onStep(StepReport report);

  /** After each epoch, when its checkpoint is on disk. */
  default void onEpoch(Checkpoint checkpoint) {}
}
