package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.gallery.CodeBlock;
import io.sketchwatch.core.gallery.CodedQuery;
import io.sketchwatch.operators.gallery.BucketState;
import io.sketchwatch.operators.gallery.GalleryKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Fills the gallery's state with sightings by number, and at the end of them measures its scan. */
final class ScanGalleryOperator extends AbstractStreamOperator<GalleryScan>
    implements OneInputStreamOperator<Long, GalleryScan>, BoundedOneInput {

  private static final int TOP = 50;
  private static final int ROUNDS = 20;
  private static final int WARM_UP = 5;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long serialVersionUID = 1;

  /** What is timed. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private final int dimension;

  private transient AlikePeople people;
  private transient BucketState bucket;

  ScanGalleryOperator(int dimension) {
    this.dimension = dimension;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    people = new AlikePeople(dimension);
    bucket = new BucketState(context.getKeyedStateStore());
  }

  @Override
  public void processElement(StreamRecord<Long> number) throws Exception {
    bucket.append(people.sighting(number.getValue()));
  }

  @Override
  public void endInput() throws Exception {
    List<GalleryKey> keys = keys();
    CodedQuery query = new CodedQuery(people.embedding(-1));
    List<Double> all = new ArrayList<>();
    scan(keys, query, -1, all);
    List<Double> top = all.stream().sorted(Comparator.reverseOrder()).limit(TOP).toList();
    double threshold = top.get(top.size() - 1);
    long expected = all.stream().filter(score -> score >= threshold).count();
    measure(keys, query, threshold, expected);
  }

  private void measure(List<GalleryKey> keys, CodedQuery query, double threshold, long expected)
      throws Exception {
    BareScan bare = new BareScan(blocks(keys));
    ProcessorCaches caches = new ProcessorCaches();
    List<Double> scans = new ArrayList<>();
    List<Double> bares = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    long[] rescored = new long[1];
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      found.clear();
      caches.evict();
      double scanned = millis(() -> rescored[0] = scan(keys, query, threshold, found));
      caches.evict();
      double loop = millis(bare::run);
      if (round >= WARM_UP) {
        scans.add(scanned);
        bares.add(loop);
      }
    }
    double recall = found.size() / (double) expected;
    output.collect(
        new StreamRecord<>(new GalleryScan(median(scans), median(bares), rescored[0], recall)));
  }

  private List<GalleryKey> keys() {
    try (Stream<GalleryKey> keys =
        this.<GalleryKey>getKeyedStateBackend()
            .getKeys(BucketState.COUNTS.getName(), VoidNamespace.INSTANCE)) {
      return keys.distinct().toList();
    }
  }

  private List<CodeBlock> blocks(List<GalleryKey> keys) throws Exception {
    List<CodeBlock> blocks = new ArrayList<>();
    for (GalleryKey key : keys) {
      setCurrentKey(key);
      blocks.addAll(bucket.codes(AlikePeople.MODEL));
    }
    return blocks;
  }

  /** Returns how many sightings were scored in float32. */
  private long scan(List<GalleryKey> keys, CodedQuery query, double threshold, List<Double> scores)
      throws Exception {
    long rescored = 0;
    for (GalleryKey key : keys) {
      setCurrentKey(key);
      rescored +=
          bucket
              .search(AlikePeople.MODEL, query, threshold, (evidence, score) -> scores.add(score))
              .rescored();
    }
    return rescored;
  }

  private static double millis(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
