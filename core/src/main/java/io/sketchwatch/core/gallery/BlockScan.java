package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.DotProduct;

/**
 * Scans blocks of codes: says of each row how much its score can be at most, which leaves few rows
 * to be scored exactly. Not thread-safe; its memory is used again for each block.
 */
public final class BlockScan {

  private final DotProduct dotProduct;

  private float[] scales = new float[0];
  private float[] lengths = scales;
  private float[] residuals = scales;
  private float[] most = scales;

  public BlockScan() {
    this(DotProduct.fastest());
  }

  BlockScan(DotProduct dotProduct) {
    this.dotProduct = dotProduct;
  }

  /**
   * The most that each row can score: no float32 score is above it.
   *
   * @return at least one value a row; valid until the next call
   */
  public float[] atMost(CodeBlock block, CodedQuery query) {
    Dimensions.check(query.embedding(), block.dimension());
    int rows = block.rows();
    if (most.length < rows) {
      scales = new float[rows];
      lengths = new float[rows];
      residuals = new float[rows];
      most = new float[rows];
    }
    dotProduct.ofRows(block.codes(), rows, query.codes(), most);
    block.copyBounds(scales, lengths, residuals);
    query.atMost(scales, lengths, residuals, rows, most);
    return most;
  }

  /**
   * The most that one row can score, about half as far above its score as {@link #atMost(CodeBlock,
   * CodedQuery)}, for those few that this leaves.
   *
   * @param row from 0
   */
  public double atMost(CodeBlock block, int row, CodedQuery query) {
    Dimensions.check(query.embedding(), block.dimension());
    int start = row * block.dimension();
    int dot = dotProduct.ofRow(block.codes(), start, query.codes());
    int rest = dotProduct.ofRow(block.codes(), start, query.rest().codes());
    return block.atMost(row, dot, rest, query);
  }
}
