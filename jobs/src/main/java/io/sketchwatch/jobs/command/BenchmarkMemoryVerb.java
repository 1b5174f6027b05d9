package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.evaluation.BenchmarkLine;
import io.sketchwatch.jobs.evaluation.MemorySoak;
import io.sketchwatch.jobs.evaluation.SoakedModel;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks that inference leaves no native memory behind. */
@Command(
    name = "memory",
    description =
        "Run batches through the inference service while it is closed, opened and given other"
            + " models, and fail if the process grows. Give SKETCHWATCH_JAVA_OPTIONS='-Xms512m"
            + " -Xmx512m -XX:+AlwaysPreTouch', or Java's heap is counted too.",
    footer = {
      "  sketchwatch benchmark memory --batches 10000 --restarts 50 --swaps 20",
      "  sketchwatch benchmark memory --leak   # must fail"
    })
final class BenchmarkMemoryVerb extends Verb {

  private static final MemorySoak.Work WARM_UP = new MemorySoak.Work(500, 5, 2);
  private static final int BATCH = 8;

  @Mixin private EncoderOption model;

  @Option(
      names = "--batches",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Batches of 8; default: ${DEFAULT-VALUE}.")
  private int batches;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      defaultValue = "50",
      description = "Times that the service is closed and opened; default: ${DEFAULT-VALUE}.")
  private int restarts;

  @Option(
      names = "--swaps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Times that another model takes over; default: ${DEFAULT-VALUE}.")
  private int swaps;

  @Option(
      names = "--limit",
      paramLabel = "MB",
      defaultValue = "64",
      description = "Most growth after the warm-up; default: ${DEFAULT-VALUE}.")
  private double limit;

  @Mixin private DeviceOption device;

  @Option(names = "--leak", description = "Leave every model open, to see the check fail.")
  private boolean leak;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (batches < 1 || restarts < 0 || swaps < 0) {
      throw misuse(
          "Expected at least 1 batch and no negative number, but was %d, %d, %d"
              .formatted(batches, restarts, swaps));
    }
    ModelPackage soaked = model.open();
    String folder = soaked.folder().toString();
    double growth =
        new MemorySoak(
                generation -> new SoakedModel(folder, generation, leak), BATCH, device.kind())
            .growth(WARM_UP, new MemorySoak.Work(batches, restarts, swaps));
    new BenchmarkPrinter(out(), json)
        .print(
            new BenchmarkLine(
                "memory",
                "growth",
                batches,
                soaked.manifest().dimension(),
                BATCH,
                soaked.manifest().modelId(),
                growth,
                "MB",
                limit,
                limit / Math.max(growth, 1),
                null));
    if (growth > limit) {
      throw new IOException(
          "Memory must grow by at most %.0f MB, but grew by %.0f MB: something native is not closed"
              .formatted(limit, growth));
    }
  }
}
