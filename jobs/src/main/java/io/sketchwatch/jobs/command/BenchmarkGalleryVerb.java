package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.evaluation.GalleryBenchmark;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the scan of the gallery in Flink's state. */
@Command(
    name = "gallery",
    description =
        "Measure how long one query takes to meet the whole gallery in Flink's state, on one thread,"
            + " beside a bare loop over as many bytes. A million sightings of 512 dimensions on the"
            + " heap need SKETCHWATCH_JAVA_OPTIONS=-Xmx5g.",
    footer = {
      "  sketchwatch benchmark gallery --sightings 200000",
      "  sketchwatch benchmark gallery --backend heap --json"
    })
final class BenchmarkGalleryVerb extends Verb {

  @Option(
      names = "--sightings",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many; a tenth of them is measured too. Default: ${DEFAULT-VALUE}.")
  private int sightings;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "heap,rocksdb",
      description = "Where state is kept: heap, rocksdb. Default: both.")
  private List<String> backends;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    if (sightings < 1000) {
      throw misuse("Expected at least 1000 sightings, but was %d".formatted(sightings));
    }
    if (!List.of("heap", "rocksdb").containsAll(backends)) {
      throw misuse("Expected backend heap or rocksdb, but was %s".formatted(backends));
    }
    BenchmarkPrinter printer = new BenchmarkPrinter(out(), json);
    new GalleryBenchmark(sightings, backends).run(printer::print, err()::println);
  }
}
