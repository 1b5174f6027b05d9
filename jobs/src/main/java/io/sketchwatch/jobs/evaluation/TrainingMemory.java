package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.training.RepeatedStep;
import io.sketchwatch.dalnet.training.TrainingConfig;
import java.io.IOException;

/** Watches a process's memory while it does training steps, native memory included. Linux only. */
public final class TrainingMemory {

  /** Steps after which caches and heap have their size. */
  private static final int WARM_UP = 10;

  private TrainingMemory() {}

  /**
   * Does some steps.
   *
   * @param recipe with the auxiliary stream
   * @param steps more than 10
   * @return the resident size after them, in MB; the limit is that after 10 steps
   */
  public static BenchmarkLine measure(TrainingConfig recipe, int steps) throws IOException {
    try (BenchmarkPeople people = BenchmarkPeople.draw(recipe);
        RepeatedStep step = new RepeatedStep(recipe, people.data(), Device.cpu())) {
      double warm = residentAfter(step, WARM_UP);
      double end = residentAfter(step, steps - WARM_UP);
      return new BenchmarkLine(
          "training",
          "resident memory",
          steps,
          recipe.networkFor(recipe.batches().identities()).dimension(),
          recipe.batches().identities() * recipe.batches().examplesPerIdentity(),
          "DJL, %d threads".formatted(PyTorch.threads()),
          end,
          "MB",
          warm,
          warm / end,
          null);
    }
  }

  private static double residentAfter(RepeatedStep step, int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    return ResidentMemory.megabytes();
  }
}
