package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.operators.gallery.GalleryKey;
import java.util.List;
import java.util.Optional;
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
 * a bare loop of dot products over the same codes: median of 20, none of it in the processor's
 * caches.
 */
public final class GalleryBenchmark {

  private static final int TENTH = 10;

  private final int sightings;
  private final List<Integer> dimensions;
  private final List<String> backends;

  /**
   * @param sightings at most; a tenth of them is measured too
   * @param dimensions lengths of embeddings, each above zero
   * @param backends {@code heap}, {@code rocksdb}
   */
  public GalleryBenchmark(int sightings, List<Integer> dimensions, List<String> backends) {
    this.sightings = sightings;
    this.dimensions = dimensions;
    this.backends = backends;
  }

  /**
   * Measures.
   *
   * @param sink receives each case as soon as it is measured
   * @param skipped receives a line for each case that this JVM's heap is too small for
   */
  public void run(Consumer<BenchmarkLine> sink, Consumer<String> skipped) throws Exception {
    for (int dimension : dimensions) {
      for (String backend : backends) {
        for (int n : List.of(sightings / TENTH, sightings)) {
          Optional<String> lacking =
              GalleryHeap.lacking(
                  "scan", n, dimension, backend, besideState(n, dimension, backend));
          if (lacking.isPresent()) {
            skipped.accept(lacking.get());
          } else {
            report(n, dimension, backend, sink);
          }
        }
      }
    }
  }

  /** What the bare loop reads is in the heap in any case. */
  private static long besideState(int n, int dimension, String backend) {
    long codes = backend.equals("heap") ? 0 : (long) n * dimension;
    return codes + ProcessorCaches.BYTES;
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
