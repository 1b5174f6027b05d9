package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.DotProduct;

/**
 * Scans blocks of codes: says of each row how much its score can be at most, which leaves few rows
 * to be scored exactly. Not thread-safe; its memory is used again for each block.
 */
public final class BlockScan {

  private final DotProduct dotProduct;

  private int[] dots = new int[0];
  private double[] most = new double[0];

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
  public double[] atMost(CodeBlock block, CodedQuery query) {
    Dimensions.check(query.embedding(), block.dimension());
    int rows = block.rows();
    if (most.length < rows) {
      dots = new int[rows];
      most = new double[rows];
    }
    dotProduct.ofRows(block.codes(), rows, query.codes(), dots);
    block.atMost(dots, query, most);
    return most;
  }
}
