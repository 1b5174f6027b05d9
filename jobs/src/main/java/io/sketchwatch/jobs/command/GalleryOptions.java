package io.sketchwatch.jobs.command;

import java.util.List;
import picocli.CommandLine.Option;

/** {@code --sightings} and {@code --backend}, for verbs that measure a gallery. */
final class GalleryOptions {

  private static final int LEAST = 1000;
  private static final List<String> BACKENDS = List.of("heap", "rocksdb");

  @Option(
      names = "--sightings",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many there are, at least 1000. Default: ${DEFAULT-VALUE}.")
  private int sightings;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "heap,rocksdb",
      description = "Where state is kept: heap, rocksdb. Default: both.")
  private List<String> backends;

  /** Fails as misuse of a verb if a value is out of its range. */
  void check(Verb verb) {
    if (sightings < LEAST) {
      throw verb.misuse("Expected at least %d sightings, but was %d".formatted(LEAST, sightings));
    }
    if (!BACKENDS.containsAll(backends)) {
      throw verb.misuse("Expected backend heap or rocksdb, but was %s".formatted(backends));
    }
  }

  int sightings() {
    return sightings;
  }

  List<String> backends() {
    return backends;
  }
}
