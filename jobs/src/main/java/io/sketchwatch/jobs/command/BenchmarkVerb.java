package io.sketchwatch.jobs.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the benchmarks. */
@Command(
    name = "benchmark",
    description = "Measure how fast the parts are here, and what they are worth.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel =
        "(gallery | search | watchlist | calibration | inference | memory | live | soak | verdicts |"
            + " training | precision | ablation)",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sketchwatch benchmark inference --batch 8,16 --subtasks 4",
      "  sketchwatch benchmark live --model models/dalnet-1 --json"
    },
    subcommands = {
      BenchmarkGalleryVerb.class,
      BenchmarkSearchVerb.class,
      BenchmarkWatchlistVerb.class,
      BenchmarkCalibrationVerb.class,
      BenchmarkInferenceVerb.class,
      BenchmarkMemoryVerb.class,
      BenchmarkLiveVerb.class,
      BenchmarkSoakVerb.class,
      BenchmarkVerdictsVerb.class,
      BenchmarkTrainingVerb.class,
      BenchmarkPrecisionVerb.class,
      BenchmarkAblationVerb.class
    })
final class BenchmarkVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "Expected gallery, search, watchlist, calibration, inference, memory, live, soak, verdicts,"
            + " training, precision or ablation after 'benchmark'");
  }
}
