package io.sketchwatch.operators.match;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.ErasedPart;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.SightingBuilder;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.io.network.partition.MockResultPartitionWriter;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;

/** One subtask of the match stage, driven by hand. */
final class MatchingSubtask
    extends TwoInputStreamOperatorTestHarness<GalleryRecord, WatchlistUpdate, Match> {

  private long clock;

  MatchingSubtask(int maxParallelism, int parallelism, int index) throws Exception {
    this(new MatchQueriesOperator(), maxParallelism, parallelism, index);
  }

  MatchingSubtask(MatchQueriesOperator operator, int maxParallelism, int parallelism, int index)
      throws Exception {
    super(operator, maxParallelism, parallelism, index);
    KeySelector<GalleryRecord, GalleryKey> key = GalleryRecord::key;
    config.setStatePartitioner(0, key);
    config.setStateKeySerializer(
        TypeInformation.of(GalleryKey.class).createSerializer(new SerializerConfigImpl()));
    config.serializeAllConfigs();
  }

  void see(GalleryRecord record) throws Exception {
    processElement1(new StreamRecord<>(record));
  }

  /** In the bucket that begins at noon. */
  void see(Sighting sighting) throws Exception {
    see(new GalleryRecord(sighting.cameraId(), SightingBuilder.NOON, sighting));
  }

  void update(WatchlistUpdate update) throws Exception {
    processElement2(new StreamRecord<>(update));
  }

  void watch(WatchlistEntry entry) throws Exception {
    update(WatchlistUpdate.upsert(entry));
  }

  /** Lets the next slice of the searches come, if there is one. */
  void slice() throws Exception {
    clock++;
    setProcessingTime(clock);
  }

  /** Lets what is behind take matches without waiting from some moment on. */
  void putOutTo(CompletableFuture<?> free) {
    getEnvironment().addOutputs(List.of(new SlowOutput(free)));
  }

  /** What was reported since this was asked last. */
  List<SearchProgress> takeProgress() {
    List<SearchProgress> taken = progress();
    if (!taken.isEmpty()) {
      getSideOutput(MatchQueriesOperator.SEARCH_PROGRESS).clear();
    }
    return taken;
  }

  /** What was reported so far. */
  List<SearchProgress> progress() {
    var reports = getSideOutput(MatchQueriesOperator.SEARCH_PROGRESS);
    return reports == null ? List.of() : reports.stream().map(StreamRecord::getValue).toList();
  }

  /** What was told of orders to erase. */
  List<ErasedPart> erased() {
    return getSideOutput(MatchQueriesOperator.ERASED).stream().map(StreamRecord::getValue).toList();
  }

  private static final class SlowOutput extends MockResultPartitionWriter {

    private final CompletableFuture<?> free;

    SlowOutput(CompletableFuture<?> free) {
      this.free = free;
    }

    @Override
    public CompletableFuture<?> getAvailableFuture() {
      return free;
    }
  }
}
