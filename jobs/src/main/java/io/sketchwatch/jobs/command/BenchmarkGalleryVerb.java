package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.evaluation.GalleryBenchmark;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the scan of the gallery in Flink's state. */
@Command(
    name = "gallery",
    description =
        "Measure how long one query takes to meet the whole gallery in Flink's state, on one thread,"
            + " beside a bare loop over the same bytes; and a tenth of the gallery. A million sightings"
            + " of 512 dimensions on the heap need SKETCHWATCH_JAVA_OPTIONS=-Xmx5g.",
    footer = {
      "  sketchwatch benchmark gallery --sightings 200000",
      "  sketchwatch benchmark gallery --backend heap --dimension 512 --json"
    })
final class BenchmarkGalleryVerb extends Verb {

  @Mixin private GalleryOptions gallery;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      split = ",",
      defaultValue = "512,2048",
      description = "Length of an embedding, at least 1. Default: ${DEFAULT-VALUE}.")
  private List<Integer> dimensions;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    gallery.check(this);
    if (dimensions.stream().anyMatch(dimension -> dimension < 1)) {
      throw misuse("Expected a dimension of at least 1, but was %s".formatted(dimensions));
    }
    BenchmarkPrinter printer = new BenchmarkPrinter(out(), json);
    new GalleryBenchmark(gallery.sightings(), dimensions, gallery.backends())
        .run(printer::print, err()::println);
  }
}
