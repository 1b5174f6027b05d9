package io.sketchwatch.operators.match;

import io.sketchwatch.core.gallery.CodeBlock;
import java.util.List;

/**
 * Some entries of the watchlist, packed.
 *
 * @param codes of their embeddings
 * @param thresholds that their scores must reach, rounded to float32: a float32 bound that reaches
 *     one reaches it rounded too
 * @param seen of their backgrounds; null if none has a budget
 */
record WatchedBlock(CodeBlock codes, float[] thresholds, BlockMoments seen) {

  /** Of at least one entry. */
  static WatchedBlock of(List<Watched> entries) {
    float[] thresholds = new float[entries.size()];
    for (int row = 0; row < thresholds.length; row++) {
      thresholds[row] = (float) entries.get(row).least();
    }
    return new WatchedBlock(
        CodeBlock.of(
            entries.get(0).entry().embedding().dimension(),
            entries.stream().map(watched -> watched.entry().embedding()).toList()),
        thresholds,
        BlockMoments.of(entries));
  }
}
