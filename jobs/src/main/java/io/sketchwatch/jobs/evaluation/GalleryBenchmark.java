package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.operators.gallery.GalleryKey;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * How long one query takes to meet the whole gallery in a job's keyed state, on one thread, beside
 * a bare loop of dot products over as many codes: median of 20, none of it in the processor's
 * caches.
 */
public final class GalleryBenchmark {

  private static final List<Integer> DIMENSIONS = List.of(512, 2048);
  private static final int TENTH = 10;

  /** Heap of a sighting beside its five bytes a dimension: evidence, name, and what holds them. */
  private static final long BESIDE = 900;

  private static final long BASE_BYTES = 512L << 20;

  private final int sightings;
  private final List<String> backends;

  /**
   * @param sightings at most; a tenth of them is measured too
   * @param backends {@code heap}, {@code rocksdb}
   */
  public GalleryBenchmark(int sightings, List<String> backends) {
    this.sightings = sightings;
    this.backends = backends;
  }

  /**
   * Measures.
   *
   * @param sink receives each case as soon as it is measured
   * @param skipped receives a line for each case that this JVM's heap is too small for
   */
  public void run(Consumer<BenchmarkLine> sink, Consumer<String> skipped) throws Exception {
    for (int dimension : DIMENSIONS) {
      for (String backend : backends) {
        for (int n : List.of(sightings / TENTH, sightings)) {
          long needed = heap(n, dimension, backend);
          if (needed > Runtime.getRuntime().maxMemory()) {
            skipped.accept(
                "Case scan, %d sightings of %d dimensions on %s, needs a heap of %d MB, but has %d: set SKETCHWATCH_JAVA_OPTIONS=-Xmx%dm"
                    .formatted(
                        n,
                        dimension,
                        backend,
                        needed >> 20,
                        Runtime.getRuntime().maxMemory() >> 20,
                        (needed >> 20) * 11 / 10));
          } else {
            report(n, dimension, backend, sink);
          }
        }
      }
    }
  }

  private static long heap(int n, int dimension, String backend) {
    long state = backend.equals("heap") ? n * (5L * dimension + BESIDE) : 0;
    return BASE_BYTES + state + BareScan.bytes(n, dimension);
  }

  private static void report(int n, int dimension, String backend, Consumer<BenchmarkLine> sink)
      throws Exception {
    GalleryScan scan = scan(n, dimension, backend);
    sink.accept(
        new BenchmarkLine(
            "gallery",
            "scan",
            n,
            dimension,
            null,
            backend,
            scan.millis(),
            "ms",
            scan.bareMillis(),
            scan.bareMillis() / scan.millis(),
            scan.recall()));
    sink.accept(
        BenchmarkLine.rate(
            "gallery",
            "rescored",
            n,
            dimension,
            null,
            backend,
            (double) scan.rescored(),
            "sightings"));
  }

  private static GalleryScan scan(int n, int dimension, String backend) throws Exception {
    Configuration options = new Configuration();
    options.set(StateBackendOptions.STATE_BACKEND, backend.equals("heap") ? "hashmap" : backend);
    options.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, options);
    KeySelector<Long, GalleryKey> bucket =
        number -> new GalleryKey(AlikePeople.camera(number), AlikePeople.bucket(number));
    return env.fromSequence(0, n - 1)
        .keyBy(bucket, TypeInformation.of(GalleryKey.class))
        .transform(
            "scan-gallery",
            TypeInformation.of(GalleryScan.class),
            new ScanGalleryOperator(dimension))
        .executeAndCollect(1)
        .get(0);
  }
}
