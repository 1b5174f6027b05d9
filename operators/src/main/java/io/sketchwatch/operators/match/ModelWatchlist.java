package io.sketchwatch.operators.match;

import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.gallery.BlockScan;
import io.sketchwatch.core.gallery.CodedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The queries of one model, packed into blocks of {@value #BLOCK_ROWS}. A change marks its block,
 * which is packed again when the next sighting comes.
 */
final class ModelWatchlist {

  private static final int BLOCK_ROWS = 256;

  private final List<Watched> entries = new ArrayList<>();
  private final Map<WatchlistKey, Integer> places = new HashMap<>();
  private final List<WatchedBlock> blocks = new ArrayList<>();
  private final BlockScan scan = new BlockScan();

  void put(Watched entry) {
    Integer place = places.putIfAbsent(WatchlistKey.of(entry.entry()), entries.size());
    if (place == null) {
      entries.add(entry);
      if (blocks.size() * BLOCK_ROWS < entries.size()) {
        blocks.add(null);
      }
      markChanged(entries.size() - 1);
    } else {
      entries.set(place, entry);
      markChanged(place);
    }
  }

  /** The last entry takes the place of the one that goes. */
  void remove(WatchlistKey key) {
    Integer place = places.remove(key);
    if (place == null) {
      return;
    }
    int end = entries.size() - 1;
    Watched last = entries.remove(end);
    markChanged(end);
    if (place < end) {
      entries.set(place, last);
      places.put(WatchlistKey.of(last.entry()), place);
      markChanged(place);
    }
    if (end % BLOCK_ROWS == 0) {
      blocks.remove(blocks.size() - 1);
    }
  }

  /** Scores that are let through have changed. */
  void markAllChanged() {
    handOver();
    blocks.replaceAll(block -> null);
  }

  /** Hands to each background what was seen of it since the last time. */
  void handOver() {
    blocks.forEach(ModelWatchlist::handOver);
  }

  private static void handOver(WatchedBlock block) {
    if (block != null && block.seen() != null) {
      block.seen().handOver();
    }
  }

  private void markChanged(int place) {
    handOver(blocks.set(place / BLOCK_ROWS, null));
  }

  void match(Sighting sighting, PackedWatchlist.Found found) {
    CodedQuery coded = new CodedQuery(sighting.embedding());
    for (int number = 0; number < blocks.size(); number++) {
      WatchedBlock block = block(number);
      float[] most = scan.atMost(block.codes(), coded);
      if (block.seen() != null && sighting.shot() == 0) {
        block.seen().see(sighting, most);
      }
      float[] thresholds = block.thresholds();
      for (int row = 0; row < thresholds.length; row++) {
        if (most[row] >= thresholds[row]) {
          compare(entries.get(number * BLOCK_ROWS + row), sighting, found);
        }
      }
    }
  }

  private static void compare(Watched watched, Sighting sighting, PackedWatchlist.Found found) {
    double score = watched.entry().embedding().score(sighting.embedding());
    if (score >= watched.least()) {
      if (watched.background() != null) {
        watched.background().found(sighting, score);
      }
      found.accept(watched.entry(), score);
    }
  }

  private WatchedBlock block(int number) {
    WatchedBlock packed = blocks.get(number);
    if (packed == null) {
      int start = number * BLOCK_ROWS;
      packed =
          WatchedBlock.of(entries.subList(start, Math.min(start + BLOCK_ROWS, entries.size())));
      blocks.set(number, packed);
    }
    return packed;
  }
}
