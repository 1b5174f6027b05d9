package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.training.RepeatedStep;
import io.sketchwatch.dalnet.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times the training step beside the same step in Python's PyTorch, in turns, so that both meet the
 * same machine.
 *
 * @param python an interpreter with torch
 * @param blocks turns of each, after one to warm up
 * @param steps of a turn
 */
public record TrainingBenchmark(String python, int blocks, int steps) {

  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  /**
   * Measures.
   *
   * @param recipe with the auxiliary stream
   */
  public Result run(TrainingConfig recipe) throws IOException {
    try (BenchmarkPeople people = BenchmarkPeople.draw(recipe);
        RepeatedStep step = new RepeatedStep(recipe, people.data(), Device.cpu())) {
      Path folder = people.folder();
      Path start = folder.resolve("start.safetensors");
      step.write(start);
      try (PyTorchStep limit =
          new PyTorchStep(python, folder, start, PyTorch.threads(), precision(recipe))) {
        return compare(step, limit, recipe);
      }
    }
  }

  private static String precision(TrainingConfig recipe) {
    return recipe.precision().name().toLowerCase(Locale.ROOT);
  }

  private Result compare(RepeatedStep step, PyTorchStep limit, TrainingConfig recipe)
      throws IOException {
    double loss = step.run();
    double theirLoss = limit.run(1).loss();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      List<Double> own = time(step);
      List<Double> other = limit.run(steps).seconds();
      ours.addAll(own);
      theirs.addAll(other);
      ratios.add(Medians.of(other) / Medians.of(own));
    }
    BenchmarkLine line =
        new BenchmarkLine(
            "training",
            "step " + precision(recipe),
            blocks * steps,
            recipe.networkFor(recipe.batches().identities()).dimension(),
            recipe.batches().identities() * recipe.batches().examplesPerIdentity(),
            "DJL, %d threads".formatted(PyTorch.threads()),
            Medians.of(ours) * MILLIS,
            "ms",
            Medians.of(theirs) * MILLIS,
            Medians.of(ratios),
            null);
    return new Result(line, limit.version(), Math.abs(loss / theirLoss - 1));
  }

  /**
   * What came out.
   *
   * @param line the figure, in milliseconds a step; the limit is PyTorch's; the ratio is the median
   *     over turns
   * @param version of PyTorch
   * @param lossDifference relative difference of the two first losses: how alike the computations
   *     are
   */
  public record Result(BenchmarkLine line, String version, double lossDifference) {}

  private List<Double> time(RepeatedStep step) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.run();
      seconds.add((System.nanoTime() - start) / NANOS);
    }
    return seconds;
  }
}
