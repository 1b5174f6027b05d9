package io.sketchwatch.operators.match;

import io.sketchwatch.core.gallery.CodeBlock;
import java.util.List;

/**
 * Some entries of the watchlist, packed.
 *
 * @param codes of their embeddings
 * @param thresholds the least float32 score that reaches each one's
 * @param hasBackgrounds whether any has a budget
 */
record WatchedBlock(CodeBlock codes, float[] thresholds, boolean hasBackgrounds) {

  /** Of at least one entry. */
  static WatchedBlock of(List<Watched> entries) {
    float[] thresholds = new float[entries.size()];
    for (int row = 0; row < thresholds.length; row++) {
      thresholds[row] = leastAbove(entries.get(row).least());
    }
    return new WatchedBlock(
        CodeBlock.of(
            entries.get(0).entry().embedding().dimension(),
            entries.stream().map(watched -> watched.entry().embedding()).toList()),
        thresholds,
        entries.stream().anyMatch(watched -> watched.background() != null));
  }

  private static float leastAbove(double threshold) {
    float nearest = (float) threshold;
    return nearest < threshold ? Math.nextUp(nearest) : nearest;
  }
}
