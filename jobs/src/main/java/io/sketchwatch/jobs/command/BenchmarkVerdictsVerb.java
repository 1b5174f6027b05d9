package io.sketchwatch.jobs.command;

import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.jobs.evaluation.VerdictBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what verdicts are worth. */
@Command(
    name = "verdicts",
    description =
        "Measure on drawn people how much one confirmed photo helps a sketch (rank-1 and mAP, alone"
            + " and with it), and in what part of its cases the rejection of a false alert silences"
            + " the wanted person, others who alert, anybody, and the rejected person.",
    footer = {"  sketchwatch benchmark verdicts", "  sketchwatch benchmark verdicts --json"})
final class BenchmarkVerdictsVerb extends Verb {

  @Mixin private EncoderOption model;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many are drawn, 2 to 200; default: ${DEFAULT-VALUE}.")
  private int people;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (people < 2 || people > 200) {
      throw misuse("Expected 2 to 200 people, but was %d".formatted(people));
    }
    ModelPackage judged = model.open();
    VerdictBenchmark benchmark = new VerdictBenchmark(judged.manifest());
    int threads = Runtime.getRuntime().availableProcessors();
    try (Encoder encoder =
        ModelDevice.open(device.wanted(), on -> OnnxEncoder.open(judged, threads, on))) {
      benchmark.run(encoder, people, new BenchmarkPrinter(out(), json)::print);
    }
  }
}
