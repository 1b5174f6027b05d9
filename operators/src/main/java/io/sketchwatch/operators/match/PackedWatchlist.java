package io.sketchwatch.operators.match;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.util.HashMap;
import java.util.Map;

/**
 * The watchlist in memory, packed by model, so that a sighting meets all queries of its model in
 * one pass. Paused queries are not in it.
 */
public final class PackedWatchlist {

  /** Is told what a sighting matches. */
  @FunctionalInterface
  public interface Found {
    void accept(WatchlistEntry entry, double score);
  }

  private final Map<String, ModelWatchlist> models = new HashMap<>();

  /**
   * Takes in an entry instead of what is there of its query, model and exemplar. One that has a
   * budget lets through what reaches the threshold that it begins with.
   */
  public void put(WatchlistEntry entry) {
    put(
        entry,
        entry.falseAlertsPerDay() == null ? null : new SubtaskBackground(entry, entry.threshold()));
  }

  /** The same of an entry that has a budget. */
  void put(WatchlistEntry entry, SubtaskBackground background) {
    if (entry.paused()) {
      remove(WatchlistKey.of(entry));
    } else {
      models
          .computeIfAbsent(entry.modelId(), model -> new ModelWatchlist())
          .put(new Watched(entry, background));
    }
  }

  void remove(WatchlistKey key) {
    ModelWatchlist model = models.get(key.modelId());
    if (model != null) {
      model.remove(key);
    }
  }

  /** Scores that are let through have changed. */
  void markAllChanged() {
    models.values().forEach(ModelWatchlist::markAllChanged);
  }

  /** Hands to each background what was seen of it since the last time. */
  void handOver() {
    models.values().forEach(ModelWatchlist::handOver);
  }

  /** Tells every entry that a sighting scores high enough for, in its scope or not. */
  public void match(Sighting sighting, Found found) {
    ModelWatchlist model = models.get(sighting.modelId());
    if (model != null) {
      model.match(sighting, found);
    }
  }
}
