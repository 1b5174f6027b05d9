package io.sketchwatch.operators.match;

import io.sketchwatch.core.gallery.CodeBlock;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.util.List;

/**
 * Some entries of the watchlist, packed.
 *
 * @param codes of their embeddings
 * @param thresholds the score that each must reach
 */
record WatchedBlock(CodeBlock codes, double[] thresholds) {

  /** Of at least one entry. */
  static WatchedBlock of(List<WatchlistEntry> entries) {
    return new WatchedBlock(
        CodeBlock.of(
            entries.get(0).embedding().dimension(),
            entries.stream().map(WatchlistEntry::embedding).toList()),
        entries.stream().mapToDouble(WatchlistEntry::threshold).toArray());
  }
}
