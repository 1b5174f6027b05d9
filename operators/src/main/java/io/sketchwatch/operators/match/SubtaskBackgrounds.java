package io.sketchwatch.operators.match;

import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What this subtask sees of the background of every query that has a budget. */
final class SubtaskBackgrounds {

  private static final ListStateDescriptor<CandidateFloor> FLOORS =
      new ListStateDescriptor<>("candidate-floors", TypeInformation.of(CandidateFloor.class));

  private final PackedWatchlist packed;
  private final ListState<CandidateFloor> stored;
  private final Map<WatchlistKey, CandidateFloor> restored = new HashMap<>();
  private final Map<WatchlistKey, SubtaskBackground> backgrounds = new LinkedHashMap<>();

  private long window = Long.MIN_VALUE;
  private long closed = Long.MIN_VALUE;

  /**
   * Goes on from what {@link #store} stored, in all subtasks.
   *
   * @param packed sees the backgrounds
   */
  SubtaskBackgrounds(PackedWatchlist packed, OperatorStateStore store) throws Exception {
    this.packed = packed;
    this.stored = store.getUnionListState(FLOORS);
    for (CandidateFloor floor : stored.get()) {
      restored.merge(
          new WatchlistKey(floor.queryId(), floor.modelId(), Exemplar.SKETCH),
          floor,
          (one, other) -> one.floor() <= other.floor() ? one : other);
    }
  }

  /** Of an entry from now on; null if it has no budget or is paused. */
  SubtaskBackground begin(WatchlistEntry entry) {
    WatchlistKey key = WatchlistKey.of(entry);
    CandidateFloor known = restored.remove(key);
    if (entry.falseAlertsPerDay() == null || entry.paused()) {
      backgrounds.remove(key);
      return null;
    }
    SubtaskBackground background =
        new SubtaskBackground(
            entry,
            known == null || known.version() != entry.version()
                ? SubtaskBackground.LOWEST
                : known.floor());
    backgrounds.put(key, background);
    return background;
  }

  /** A query ends under a model; tells so if it had a budget. */
  void end(WatchlistKey key, Consumer<BackgroundPart> out) {
    SubtaskBackground ended = backgrounds.remove(key);
    if (ended != null) {
      out.accept(BackgroundPart.of(ended.entry(), null, null));
    }
  }

  void tell(Consumer<BackgroundPart> out) {
    packed.handOver();
    backgrounds.values().forEach(background -> background.tell(out));
  }

  /**
   * Tells what was seen before any window ends, and again before it closes.
   *
   * @return whether any has ended
   */
  boolean reach(long watermark, Consumer<BackgroundPart> out) {
    long reached = WindowPart.numberOf(watermark);
    long closing = WindowPart.lastClosedBy(watermark);
    boolean ended = reached > window;
    if (ended || closing > closed) {
      tell(out);
    }
    if (ended) {
      backgrounds.values().forEach(background -> background.endWindow(reached));
    }
    window = reached;
    closed = closing;
    return ended;
  }

  void store() throws Exception {
    List<CandidateFloor> floors = new ArrayList<>();
    backgrounds.forEach(
        (key, background) ->
            floors.add(
                new CandidateFloor(
                    key.queryId(),
                    background.entry().version(),
                    key.modelId(),
                    background.floor())));
    stored.update(floors);
  }
}
