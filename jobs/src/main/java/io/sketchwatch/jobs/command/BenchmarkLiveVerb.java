package io.sketchwatch.jobs.command;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.jobs.demo.DemoModel;
import io.sketchwatch.jobs.evaluation.BenchmarkLine;
import io.sketchwatch.jobs.evaluation.LiveBenchmark;
import io.sketchwatch.jobs.video.SampleVideo;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures each stage of the live job alone. */
@Command(
    name = "live",
    description = "Measure each stage of the live job alone, on real footage, in one process.",
    footer = {
      "  sketchwatch benchmark live",
      "  sketchwatch benchmark live --model models/dalnet-1 --json > live.jsonl"
    })
final class BenchmarkLiveVerb extends Verb {

  private static final String ROW = "%-10s%6s%8s  %-28s%12.1f %-10s%10s%8s%n";

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "The package whose photo encoder is measured; default: the model that comes with"
              + " Sketchwatch.")
  private Path model;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    Path cache = ModelFetcher.defaultCache(System.getenv());
    Path video = new SampleVideo(cache).fetch();
    ModelPackage measured = model == null ? DemoModel.open(cache) : ModelPackage.open(model);
    try (Encoder encoder = OnnxEncoder.open(measured, threads);
        Detector detector = CachedDetector.open(err())) {
      if (!json) {
        out()
            .println(
                ROW.replace("%12.1f", "%12s")
                    .formatted("case", "n", "batch", "backend", "figure", "", "limit", "ratio")
                    .stripTrailing());
      }
      new LiveBenchmark(video, detector, encoder).run(this::print);
    }
  }

  private void print(BenchmarkLine line) {
    if (json) {
      try {
        JsonLines.write(out(), line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    out()
        .printf(
            ROW,
            line.part(),
            line.n(),
            line.batch() == null ? "-" : line.batch(),
            line.backend(),
            line.figure(),
            line.unit(),
            line.limit() == null ? "-" : "%.1f".formatted(line.limit()),
            line.ratio() == null ? "-" : "%.2f".formatted(line.ratio()));
  }
}
