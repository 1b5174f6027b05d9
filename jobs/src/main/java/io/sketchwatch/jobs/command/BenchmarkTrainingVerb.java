package io.sketchwatch.jobs.command;

import io.sketchwatch.dalnet.training.TrainingConfig;
import io.sketchwatch.jobs.evaluation.BenchmarkLine;
import io.sketchwatch.jobs.evaluation.TrainingBenchmark;
import io.sketchwatch.jobs.evaluation.TrainingMemory;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the training step beside Python's PyTorch. */
@Command(
    name = "training",
    description =
        "Measure a training step beside the same step in Python's PyTorch, in turns. The default is"
            + " the whole method in ResNet-50's size, 16 triples of 288 x 144; give"
            + " SKETCHWATCH_JAVA_OPTIONS=-Dai.djl.pytorch.num_threads=N for other threads.",
    footer = {
      "  sketchwatch benchmark training --python venv/bin/python",
      "  sketchwatch benchmark training --config small.json --blocks 20 --json",
      "  sketchwatch benchmark training --memory 20"
    })
final class BenchmarkTrainingVerb extends Verb {

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "python3",
      description = "A Python with torch; default: ${DEFAULT-VALUE}.")
  private String python;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "JSON of the settings that differ from the recipe's defaults.")
  private Path config;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each; default: ${DEFAULT-VALUE}.")
  private int blocks;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "2",
      description = "Steps of a turn; default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--memory",
      paramLabel = "N",
      description =
          "Do so many steps, more than 10, without PyTorch beside them, and say how the process's"
              + " memory grew after the tenth.")
  private Integer memory;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (blocks < 1 || steps < 1) {
      throw misuse("Expected at least 1 block of 1 step, but was %d, %d".formatted(blocks, steps));
    }
    if (memory != null && memory <= 10) {
      throw misuse("Expected --memory above 10, but was " + memory);
    }
    TrainingConfig recipe =
        config == null ? TrainingConfig.fromScratch() : TrainingConfig.read(config);
    if (memory == null) {
      compare(recipe);
    } else {
      watchMemory(recipe);
    }
  }

  private void watchMemory(TrainingConfig recipe) throws IOException {
    BenchmarkLine line = TrainingMemory.measure(recipe, memory);
    if (json) {
      JsonLines.write(out(), line);
    } else {
      out()
          .printf(
              "%s of %d steps: %.0f MB, after 10 steps %.0f MB%n",
              line.part(), line.n(), line.figure(), line.limit());
    }
  }

  private void compare(TrainingConfig recipe) throws IOException {
    TrainingBenchmark.Result result = new TrainingBenchmark(python, blocks, steps).run(recipe);
    BenchmarkLine line = result.line();
    if (json) {
      JsonLines.write(out(), line);
    } else {
      out()
          .printf(
              "%s, %d triples, %s: %.0f ms; PyTorch %s: %.0f ms; ratio %.3f (median of %d turns)%n",
              line.part(),
              line.batch(),
              line.backend(),
              line.figure(),
              result.version(),
              line.limit(),
              line.ratio(),
              blocks);
      out().printf("First losses differ by %.1e of their size%n", result.lossDifference());
    }
  }
}
