package io.sketchwatch.operators.match;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Compares every sighting with every search, where a search is a version of a query under one
 * model: a new sighting with the whole watchlist (phase LIVE), a new search with the whole gallery
 * (phase PAST). Scores never cross models.
 *
 * <p><b>No gap and no double.</b> A gallery bucket lives in one subtask, which handles one record
 * at a time. So of a sighting and a search one comes second, and only then are they compared: a
 * sighting is kept before the next search is taken in, and a search is on the watchlist, its scan
 * done, before the next sighting is. Sightings that are held already (a replay, a second embedding)
 * and versions that are not higher are ignored, so neither can meet its partners again.
 *
 * <p>A failure takes gallery and watchlist back to one moment, the checkpoint's barrier, and the
 * records after it come again. Since barriers are aligned (exactly-once mode; broadcast inputs are
 * aligned even in unaligned checkpoints), every subtask's watchlist is that of the same records,
 * and a bucket that moves to another subtask finds there the watchlist it left. A pair that was met
 * after the barrier is met again, and with it the alerts' state has gone back too. In at-least-once
 * mode this holds only as long as the parallelism stays.
 *
 * <p>The scan is synchronous: while one runs its subtask takes no sightings and no barriers.
 *
 * <p>Updates of one query must arrive in order; those of different queries may in any. State: the
 * held sightings, by key; one entry a query and model, in memory, in every subtask.
 */
public final class MatchQueriesFunction
    extends KeyedBroadcastProcessFunction<GalleryKey, GalleryRecord, WatchlistUpdate, Match> {

  /** Sent by each subtask when it has searched its past. */
  public static final OutputTag<SearchProgress> SEARCH_PROGRESS =
      new OutputTag<>("search-progress", TypeInformation.of(SearchProgress.class));

  /** The broadcast state. */
  public static final MapStateDescriptor<WatchlistKey, WatchlistEntry> WATCHLIST =
      new MapStateDescriptor<>(
          "watchlist",
          TypeInformation.of(WatchlistKey.class),
          TypeInformation.of(WatchlistEntry.class));

  /** The sightings of a bucket, by tracklet, shot and model. */
  static final MapStateDescriptor<String, Sighting> GALLERY =
      new MapStateDescriptor<>("gallery", Types.STRING, TypeInformation.of(Sighting.class));

  private static final long serialVersionUID = 1;

  private transient MapState<String, Sighting> gallery;

  @Override
  public void open(OpenContext context) {
    gallery = getRuntimeContext().getMapState(GALLERY);
  }

  @Override
  public void processElement(GalleryRecord record, ReadOnlyContext context, Collector<Match> out)
      throws Exception {
    Sighting sighting = record.sighting();
    if (sighting == null) {
      gallery.clear();
      return;
    }
    String place = sighting.key() + "/" + sighting.modelId();
    if (gallery.contains(place)) {
      return;
    }
    gallery.put(place, sighting);
    for (Map.Entry<WatchlistKey, WatchlistEntry> watched :
        context.getBroadcastState(WATCHLIST).immutableEntries()) {
      Match.of(watched.getValue(), sighting, Phase.LIVE).ifPresent(out::collect);
    }
  }

  @Override
  public void processBroadcastElement(WatchlistUpdate update, Context context, Collector<Match> out)
      throws Exception {
    if (update.entry() != null) {
      upsert(update.entry(), context, out);
    } else if (update.refusal() == null) {
      remove(update.queryId(), context.getBroadcastState(WATCHLIST));
    } else if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      report(update.queryId(), update.version(), null, 0, null, update.refusal(), context);
    }
  }

  private void upsert(WatchlistEntry entry, Context context, Collector<Match> out)
      throws Exception {
    BroadcastState<WatchlistKey, WatchlistEntry> watchlist = context.getBroadcastState(WATCHLIST);
    WatchlistKey key = new WatchlistKey(entry.queryId(), entry.modelId());
    if (!entry.supersedes(watchlist.get(key))) {
      return;
    }
    watchlist.put(key, entry);
    if (!entry.paused()) {
      long searched = search(entry, context, out);
      report(
          entry.queryId(),
          entry.version(),
          entry.modelId(),
          searched,
          entry.threshold(),
          null,
          context);
    }
  }

  private static long search(WatchlistEntry entry, Context context, Collector<Match> out)
      throws Exception {
    long[] searched = new long[1];
    context.applyToKeyedState(
        GALLERY,
        (key, held) -> {
          for (Sighting sighting : held.values()) {
            if (sighting.modelId().equals(entry.modelId())) {
              searched[0]++;
              Match.of(entry, sighting, Phase.PAST).ifPresent(out::collect);
            }
          }
        });
    return searched[0];
  }

  private static void remove(String queryId, BroadcastState<WatchlistKey, WatchlistEntry> watchlist)
      throws Exception {
    List<WatchlistKey> ended = new ArrayList<>();
    for (Map.Entry<WatchlistKey, WatchlistEntry> watched : watchlist.immutableEntries()) {
      if (watched.getKey().queryId().equals(queryId)) {
        ended.add(watched.getKey());
      }
    }
    for (WatchlistKey key : ended) {
      watchlist.remove(key);
    }
  }

  private void report(
      String queryId,
      long version,
      String modelId,
      long searched,
      Double threshold,
      String refusal,
      Context context) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    context.output(
        SEARCH_PROGRESS,
        new SearchProgress(
            queryId,
            version,
            modelId,
            task.getIndexOfThisSubtask(),
            task.getNumberOfParallelSubtasks(),
            searched,
            threshold,
            refusal));
  }
}
