package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.evaluation.WatchlistBenchmark;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast a sighting meets the watchlist. */
@Command(
    name = "watchlist",
    description =
        "Measure how many sightings a second meet 1,000 and 10,000 queries, on one thread, beside a"
            + " bare loop of dot products.",
    footer = {"  sketchwatch benchmark watchlist --json"})
final class BenchmarkWatchlistVerb extends Verb {

  @Option(names = "--json", description = "Print JSON, a line a case.")
  private boolean json;

  @Override
  void run() throws IOException {
    new WatchlistBenchmark().run(new BenchmarkPrinter(out(), json)::print);
  }
}
