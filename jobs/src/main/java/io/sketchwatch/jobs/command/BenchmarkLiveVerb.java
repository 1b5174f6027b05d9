package io.sketchwatch.jobs.command;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.evaluation.LiveBenchmark;
import io.sketchwatch.jobs.video.SampleVideo;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures each stage of the live job alone, and the whole job. */
@Command(
    name = "live",
    description =
        "Measure each stage of the live job alone, and the whole job beside what its stages allow, on"
            + " real footage, in one process.",
    footer = {
      "  sketchwatch benchmark live",
      "  sketchwatch benchmark live --model models/dalnet-1 --json > live.jsonl"
    })
final class BenchmarkLiveVerb extends Verb {

  @Mixin private EncoderOption model;

  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    Path cache = ModelFetcher.defaultCache(System.getenv());
    Path video = new SampleVideo(cache).fetch();
    ModelPackage measured = model.open();
    try (Progress progress = Progress.of("Sending", "frames")) {
      new LiveBenchmark(video, measured, CachedDetector.find(err()), device.kind(), progress)
          .run(new BenchmarkPrinter(out(), json)::print);
    }
  }
}
