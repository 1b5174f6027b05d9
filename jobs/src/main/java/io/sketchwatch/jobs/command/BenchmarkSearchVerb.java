package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.evaluation.SearchBenchmark;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how much searches of the past hold up live alerts. */
@Command(
    name = "search",
    description =
        "Measure how long live alerts and checkpoints take while searches of the whole gallery are"
            + " under way, and before them, with one subtask of each stage. A million sightings on"
            + " the heap need SKETCHWATCH_JAVA_OPTIONS='-Xmx6g -XX:-UseParallelGC -XX:+UseG1GC',"
            + " which is how Flink runs its TaskManagers.",
    footer = {
      "  sketchwatch benchmark search --backend rocksdb",
      "  sketchwatch benchmark search --sightings 100000 --seconds 30 --json",
      "  sketchwatch benchmark search --sightings 100000 --queries 10000 --seconds 480"
    })
final class BenchmarkSearchVerb extends Verb {

  @Mixin private GalleryOptions gallery;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Queries with a budget that watch all the while, at least 0. They learn every five"
              + " minutes, so give it eight or more. Default: ${DEFAULT-VALUE}.")
  private int queries;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "How long live sightings come, at least 1; searches begin after half of it. Default:"
              + " ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws Exception {
    gallery.check(this);
    if (queries < 0) {
      throw misuse("Expected at least 0 queries, but was %d".formatted(queries));
    }
    if (seconds < 1) {
      throw misuse("Expected at least 1 second, but was %d".formatted(seconds));
    }
    BenchmarkPrinter printer = new BenchmarkPrinter(out(), json);
    SearchBenchmark benchmark =
        new SearchBenchmark(gallery.sightings(), queries, Duration.ofSeconds(seconds));
    for (String backend : gallery.backends()) {
      benchmark.run(backend, printer::print, err()::println);
    }
  }
}
