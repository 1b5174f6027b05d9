package io.sketchwatch.operators.match;

import io.sketchwatch.core.gallery.CodeBlock;
import java.util.List;

/**
 * Some entries of the watchlist, packed.
 *
 * @param codes of their embeddings
 * @param thresholds the score that each must reach
 * @param hasBackgrounds whether any has a budget
 */
record WatchedBlock(CodeBlock codes, double[] thresholds, boolean hasBackgrounds) {

  /** Of at least one entry. */
  static WatchedBlock of(List<Watched> entries) {
    return new WatchedBlock(
        CodeBlock.of(
            entries.get(0).entry().embedding().dimension(),
            entries.stream().map(watched -> watched.entry().embedding()).toList()),
        entries.stream().mapToDouble(Watched::least).toArray(),
        entries.stream().anyMatch(watched -> watched.background() != null));
  }
}
