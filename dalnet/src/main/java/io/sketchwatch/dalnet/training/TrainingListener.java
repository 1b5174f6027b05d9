package io.sketchwatch.dalnet.training;

/** Hears of a run's progress, on the training thread. */
public interface TrainingListener {

  /** After each step. */
  void onStep(StepReport report);

  /** After each epoch that has a checkpoint, when it is on disk. */
  default void onCheckpoint(Checkpoint checkpoint) {}
}
