package io.sketchwatch.operators.match;

import io.sketchwatch.core.gallery.BlockScan;
import io.sketchwatch.core.gallery.CodedQuery;
import io.sketchwatch.operators.query.WatchlistEntry;
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

  private final List<WatchlistEntry> entries = new ArrayList<>();
  private final Map<WatchlistKey, Integer> places = new HashMap<>();
  private final List<WatchedBlock> blocks = new ArrayList<>();
  private final BlockScan scan = new BlockScan();

  void put(WatchlistEntry entry) {
    Integer place = places.putIfAbsent(WatchlistKey.of(entry), entries.size());
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
    WatchlistEntry last = entries.remove(end);
    markChanged(end);
    if (place < end) {
      entries.set(place, last);
      places.put(WatchlistKey.of(last), place);
      markChanged(place);
    }
    if (end % BLOCK_ROWS == 0) {
      blocks.remove(blocks.size() - 1);
    }
  }

  private void markChanged(int place) {
    blocks.set(place / BLOCK_ROWS, null);
  }

  void match(CodedQuery sighting, PackedWatchlist.Found found) {
    for (int number = 0; number < blocks.size(); number++) {
      WatchedBlock block = block(number);
      double[] most = scan.atMost(block.codes(), sighting);
      double[] thresholds = block.thresholds();
      for (int row = 0; row < thresholds.length; row++) {
        if (most[row] >= thresholds[row]) {
          compare(entries.get(number * BLOCK_ROWS + row), sighting, found);
        }
      }
    }
  }

  private static void compare(
      WatchlistEntry entry, CodedQuery sighting, PackedWatchlist.Found found) {
    double score = entry.embedding().score(sighting.embedding());
    if (score >= entry.threshold()) {
      found.accept(entry, score);
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
