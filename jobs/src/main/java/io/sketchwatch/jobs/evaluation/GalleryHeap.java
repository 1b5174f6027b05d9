package io.sketchwatch.jobs.evaluation;

import java.util.Optional;

/** What heap a benchmark needs whose gallery may lie there. */
final class GalleryHeap {

  /** Heap of a sighting beside its five bytes a dimension: evidence, name, and what holds them. */
  private static final long BESIDE = 900;

  private static final long BASE_BYTES = 512L << 20;

  private GalleryHeap() {}

  /** Of the gallery itself, in bytes. */
  static long bytes(int sightings, int dimension, String backend) {
    return backend.equals("heap") ? sightings * (5L * dimension + BESIDE) : 0;
  }

  /**
   * Says so if this JVM's heap is too small. What it is told to have is more than a parallel
   * collector then has, by up to an eighth.
   *
   * @param part the case
   * @param more bytes that it needs beside the gallery
   */
  static Optional<String> lacking(
      String part, int sightings, int dimension, String backend, long more) {
    long needed = BASE_BYTES + bytes(sightings, dimension, backend) + more;
    long most = Runtime.getRuntime().maxMemory();
    return needed <= most
        ? Optional.empty()
        : Optional.of(
            "Case %s, %d sightings of %d dimensions on %s, needs a heap of %d MB, but has %d: set SKETCHWATCH_JAVA_OPTIONS=-Xmx%dm"
                .formatted(
                    part,
                    sightings,
                    dimension,
                    backend,
                    needed >> 20,
                    most >> 20,
                    (needed >> 20) * 8 / 7));
  }
}
