package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.embedding.DotProduct;
import io.sketchwatch.core.gallery.CodeBlock;
import java.util.List;
import java.util.Random;

/**
 * What a scan could be at best: a loop of int8 dot products over the same codes, where they lie.
 */
final class BareScan {

  private final byte[][] codes;
  private final int[] rows;
  private final short[] query;
  private final float[] dots;

  /**
   * @param blocks of one dimension, at least one
   */
  BareScan(List<CodeBlock> blocks) {
    codes = blocks.stream().map(CodeBlock::codes).toArray(byte[][]::new);
    rows = blocks.stream().mapToInt(CodeBlock::rows).toArray();
    query = new short[blocks.get(0).dimension()];
    Random random = new Random(2);
    for (int i = 0; i < query.length; i++) {
      query[i] = (short) (random.nextInt(255) - 127);
    }
    dots = new float[blocks.stream().mapToInt(CodeBlock::rows).max().orElseThrow()];
  }

  void run() {
    DotProduct dotProduct = DotProduct.fastest();
    for (int block = 0; block < codes.length; block++) {
      dotProduct.ofRows(codes[block], rows[block], query, dots);
    }
  }
}
