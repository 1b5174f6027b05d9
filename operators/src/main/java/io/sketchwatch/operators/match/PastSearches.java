package io.sketchwatch.operators.match;

import io.sketchwatch.operators.query.WatchlistEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.KeyGroupRange;

/** The searches of a subtask that have not met all of its key groups, oldest first. */
final class PastSearches {

  private final KeyGroupRange own;
  private final Map<WatchlistKey, PastSearch> searches = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param own the subtask's key groups
   */
  PastSearches(KeyGroupRange own) {
    this.own = own;
  }

  /** A search that has met nothing. */
  void begin(WatchlistEntry entry) {
    PastSearch search = new PastSearch(entry);
    search.add(own.getStartKeyGroup(), own.getEndKeyGroup());
    searches.put(WatchlistKey.of(entry), search);
  }

  /** A search goes on with those of its stored parts that are the subtask's now. */
  void resume(WatchlistEntry entry, PendingParts parts) {
    int first = Math.max(parts.first(), own.getStartKeyGroup());
    int last = Math.min(parts.last(), own.getEndKeyGroup());
    if (first <= last) {
      searches.computeIfAbsent(parts.key(), key -> new PastSearch(entry)).add(first, last);
    }
  }

  /** A search that is done, or no longer wanted; there may be none. */
  void end(WatchlistKey key) {
    searches.remove(key);
  }

  boolean isEmpty() {
    return searches.isEmpty();
  }

  int size() {
    return searches.size();
  }

  /** The one to go on with. */
  PastSearch oldest() {
    return searches.values().iterator().next();
  }

  Collection<PastSearch> all() {
    return Collections.unmodifiableCollection(searches.values());
  }

  /** Whether a search has yet to meet a key group. */
  boolean isPending(WatchlistEntry entry, int keyGroup) {
    PastSearch search = searches.get(WatchlistKey.of(entry));
    return search != null && search.isPending(keyGroup);
  }

  /** What is left of all, as stored. */
  List<PendingParts> pendingParts() {
    List<PendingParts> parts = new ArrayList<>();
    searches.values().forEach(search -> parts.addAll(search.pendingParts()));
    return parts;
  }
}
