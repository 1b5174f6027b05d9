package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.evaluation.CalibrationBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how well thresholds keep to budgets of false alerts. */
@Command(
    name = "calibration",
    description =
        "Measure how many of 240 queries keep to within a factor of two of their budgets of false"
            + " alerts, in steady traffic and an hour after a change.",
    footer = {"  sketchwatch benchmark calibration --seeds 3 --json"})
final class BenchmarkCalibrationVerb extends Verb {

  private static final int QUERIES = 240;
  private static final int HELD_OUT = 1_000_000;

  @Option(
      names = "--seeds",
      defaultValue = "1",
      description = "How often to repeat it with other people (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() {
    if (seeds < 1) {
      throw misuse("Expected at least 1 seed, but was %d".formatted(seeds));
    }
    BenchmarkPrinter printer = new BenchmarkPrinter(out(), json);
    for (int seed = 1; seed <= seeds; seed++) {
      new CalibrationBenchmark(QUERIES, HELD_OUT).run(seed, printer::print);
    }
  }
}
