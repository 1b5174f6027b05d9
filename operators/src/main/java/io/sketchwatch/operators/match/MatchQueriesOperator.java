package io.sketchwatch.operators.match;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.BucketState;
import io.sketchwatch.operators.gallery.ErasedPart;
import io.sketchwatch.operators.gallery.FoundPhoto;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.model.ShadowName;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.io.AvailabilityProvider;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Compares every sighting with every search, where a search is a version of a query under one
 * model, by its sketch or a confirmed photo: a new search with the gallery (phase PAST), in slices
 * between other records, and each sighting that comes after it (phase LIVE). Scores never cross
 * models. The first input is keyed by {@link GalleryRecord#key}, the second broadcast.
 *
 * <p><b>Slices.</b> A search goes through the key groups of its subtask, oldest search first. A
 * slice ends after some milliseconds, or as many matches as keep the stages behind busy for so
 * long; then the subtask is free for records and barriers, until none waits, or for as long again.
 * None begins while the stages behind are busy with what was found. A key group is met in one
 * slice.
 *
 * <p><b>No gap and no double.</b> A sighting lives in one key group, and a search has met that key
 * group or has not. If it has when the sighting comes, they are compared then; if not, the search
 * will find the sighting there. Sightings that are held already (a replay, a second embedding) and
 * versions that are not higher are ignored, so neither can meet its partners again. A withdrawal or
 * a newer version ends a search where it is.
 *
 * <p>A failure takes gallery, watchlist and the key groups that each search has yet to meet back to
 * one moment, the checkpoint's barrier, and the records after it come again. Since barriers are
 * aligned (exactly-once mode; broadcast inputs are aligned even in unaligned checkpoints), every
 * subtask's watchlist is that of the same records, and a key group that moves to another subtask
 * finds there the watchlist it left and the searches that have not met it. In at-least-once mode
 * this holds only as long as the parallelism stays.
 *
 * <p><b>No gallery.</b> Where none is kept, each sighting is compared with all that is on the
 * watchlist when it comes, and forgotten, so that one that comes again is compared again; what a
 * checkpoint still holds of a gallery is cleared.
 *
 * <p>When the input ends, the searches are finished first. Updates of one query must arrive in
 * order; those of different queries may in any. State: {@link BucketState} by key; one entry a
 * query and model, in memory, in every subtask, with its codes; the keys, in memory.
 */
public final class MatchQueriesOperator extends AbstractStreamOperator<Match>
    implements TwoInputStreamOperator<GalleryRecord, WatchlistUpdate, Match> {

  /** Tells how far each subtask has searched its past. */
  public static final OutputTag<SearchProgress> SEARCH_PROGRESS =
      new OutputTag<>("search-progress", TypeInformation.of(SearchProgress.class));

  /** How long a slice takes, and what it then goes on with takes more. */
  public static final Duration SLICE = Duration.ofMillis(10);

  /** Tells what each subtask sees of the background of queries that have a budget. */
  public static final OutputTag<BackgroundPart> BACKGROUND =
      new OutputTag<>("background", TypeInformation.of(BackgroundPart.class));

  /** Tells what was erased, a bucket at a time. */
  public static final OutputTag<ErasedPart> ERASED =
      new OutputTag<>("erased", TypeInformation.of(ErasedPart.class));

  private static final MapStateDescriptor<WatchlistKey, WatchlistEntry> WATCHLIST =
      new MapStateDescriptor<>(
          "watchlist",
          TypeInformation.of(WatchlistKey.class),
          TypeInformation.of(WatchlistEntry.class));

  private static final ListStateDescriptor<PendingParts> PENDING =
      new ListStateDescriptor<>("pending-parts", TypeInformation.of(PendingParts.class));

  private static final long serialVersionUID = 1;

  private final Duration slice;
  private final boolean galleryIsKept;

  private transient BroadcastState<WatchlistKey, WatchlistEntry> watchlist;
  private transient ListState<PendingParts> pending;
  private transient BucketIndex buckets;
  private transient HeldBuckets held;
  private transient PackedWatchlist packed;
  private transient SubtaskBackgrounds backgrounds;
  private transient PastSearches searches;
  private transient MatchMetrics measured;
  private transient SearchSlices slices;

  public MatchQueriesOperator() {
    this(SLICE, true);
  }

  /**
   * @param slice time after which a slice ends; 0 is a key group a slice
   * @param galleryIsKept whether searches find who has come before them
   */
  public MatchQueriesOperator(Duration slice, boolean galleryIsKept) {
    this.slice = slice;
    this.galleryIsKept = galleryIsKept;
  }

  // -- state

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    watchlist = context.getOperatorStateStore().getBroadcastState(WATCHLIST);
    pending = context.getOperatorStateStore().getUnionListState(PENDING);
    BucketState bucket = new BucketState(context.getKeyedStateStore());
    buckets = new BucketIndex(keyGroups());
    held = new HeldBuckets(bucket, buckets, galleryIsKept);
    packed = new PackedWatchlist();
    backgrounds = new SubtaskBackgrounds(packed, context.getOperatorStateStore());
    searches = new PastSearches(ownKeyGroups());
    for (Map.Entry<WatchlistKey, WatchlistEntry> watched : watchlist.immutableEntries()) {
      packed.put(watched.getValue(), backgrounds.begin(watched.getValue()));
    }
    measured = new MatchMetrics(getMetricGroup(), held, buckets, searches);
    slices = slices(bucket);
    try (Stream<GalleryKey> stored =
        this.<GalleryKey>getKeyedStateBackend()
            .getKeys(BucketState.COUNTS.getName(), VoidNamespace.INSTANCE)) {
      for (GalleryKey key : stored.toList()) {
        setCurrentKey(key);
        held.restore(key);
      }
    }
    for (PendingParts parts : pending.get()) {
      searches.resume(watchlist.get(parts.key()), parts);
    }
  }

  private SearchSlices slices(BucketState bucket) {
    GallerySearch gallery =
        new GallerySearch(
            this,
            buckets,
            bucket,
            (entry, cameraId, found, score) -> emit(entry, cameraId, found, score, Phase.PAST));
    return new SearchSlices(
        searches,
        gallery,
        slice,
        getProcessingTimeService(),
        this::outputIsFree,
        measured,
        this::report);
  }

  private boolean outputIsFree() {
    return Stream.of(getContainingTask().getEnvironment().getAllWriters())
        .allMatch(AvailabilityProvider::isAvailable);
  }

  @Override
  public void open() throws Exception {
    super.open();
    slices.schedule();
  }

  /** What was searched is told before the barrier, so that no report is lost or repeated. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    slices.tell();
    backgrounds.tell(this::report);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    pending.update(searches.pendingParts());
    backgrounds.store();
  }

  // -- sightings

  @Override
  public void processElement1(StreamRecord<GalleryRecord> record) throws Exception {
    slices.recordHasCome();
    GalleryRecord change = record.getValue();
    if (change.erasure() != null) {
      output.collect(ERASED, new StreamRecord<>(held.erase(change)));
    } else if (held.take(change)) {
      match(change.sighting(), buckets.keyGroup(change.key()));
    }
  }

  private void match(Sighting sighting, int keyGroup) {
    packed.match(
        sighting,
        (entry, score) -> {
          if (!galleryIsKept || !searches.isPending(entry, keyGroup)) {
            emit(entry, sighting.cameraId(), FoundPhoto.of(sighting), score, Phase.LIVE);
          }
        });
  }

  private void emit(
      WatchlistEntry entry, String cameraId, FoundPhoto found, double score, Phase phase) {
    if (entry.scope().covers(cameraId, found.evidence().firstSeen())) {
      measured.found(phase);
      output.collect(new StreamRecord<>(Match.of(entry, cameraId, found, score, phase)));
    }
  }

  // -- queries

  @Override
  public void processElement2(StreamRecord<WatchlistUpdate> record) throws Exception {
    slices.recordHasCome();
    WatchlistUpdate update = record.getValue();
    if (update.entry() != null) {
      upsert(update.entry());
    } else if (update.refusal() == null) {
      remove(update);
    } else if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      report(
          new SearchProgress(
              update.queryId(), update.version(), null, 0, keyGroups(), 0, null, update.refusal()));
    }
  }

  private void upsert(WatchlistEntry entry) throws Exception {
    WatchlistKey key = WatchlistKey.of(entry);
    if (!entry.supersedes(watchlist.get(key))) {
      return;
    }
    watchlist.put(key, entry);
    packed.put(entry, backgrounds.begin(entry));
    searches.end(key);
    if (!entry.paused()) {
      searches.begin(entry);
      slices.begin();
    }
  }

  private void remove(WatchlistUpdate end) throws Exception {
    List<WatchlistKey> ended = new ArrayList<>();
    for (Map.Entry<WatchlistKey, WatchlistEntry> watched : watchlist.immutableEntries()) {
      if (watched.getKey().isEndedBy(end)) {
        ended.add(watched.getKey());
      }
    }
    for (WatchlistKey key : ended) {
      watchlist.remove(key);
      packed.remove(key);
      searches.end(key);
      backgrounds.end(key, this::report);
    }
  }

  // -- searches

  /**
   * What was seen of a window is told before the watermark that closes it, and what all searches
   * find before the last watermark: stages behind release nothing after that.
   */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      finishSearches();
    }
    if (backgrounds.reach(mark.getTimestamp(), this::report)) {
      packed.markAllChanged();
    }
    super.processWatermark(mark);
  }

  @Override
  public void finish() throws Exception {
    finishSearches();
    super.finish();
  }

  private void finishSearches() throws Exception {
    slices.finish();
    backgrounds.tell(this::report);
  }

  /** A query's progress is its sketch's; photos that were confirmed since are searched beside. */
  private void report(PastSearch search) {
    if (search.entry().falseAlertsPerDay() != null) {
      report(search.background(keyGroups()));
    }
    SearchProgress progress = search.report(keyGroups());
    if (search.entry().isSketch()) {
      report(progress);
    }
  }

  private void report(BackgroundPart part) {
    output.collect(BACKGROUND, new StreamRecord<>(part));
  }

  private void report(SearchProgress progress) {
    if (progress.modelId() == null || !ShadowName.is(progress.modelId())) {
      output.collect(SEARCH_PROGRESS, new StreamRecord<>(progress));
    }
  }

  private int keyGroups() {
    return getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
  }

  private KeyGroupRange ownKeyGroups() {
    return KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
        keyGroups(),
        getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
  }
}
