package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.DotProduct;
import io.sketchwatch.core.embedding.Embedding;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Embeddings of one model in float32, packed. Immutable.
 *
 * <p>Bytes: version (1 byte, {@value #VERSION}), rows and dimension (4 each, big-endian), the
 * values row by row (float32, little-endian): {@code 9 + 4 · rows · dimension}.
 */
public final class EmbeddingBlock {

  private static final int VERSION = 1;

  private final int dimension;
  private final float[] values;

  private EmbeddingBlock(int dimension, float[] values) {
    this.dimension = dimension;
    this.values = values;
  }

  /** Without rows, for embeddings of a dimension. */
  public static EmbeddingBlock empty(int dimension) {
    return new EmbeddingBlock(dimension, new float[0]);
  }

  /** This block, followed by one more row. */
  public EmbeddingBlock with(Embedding embedding) {
    Dimensions.check(embedding, dimension);
    float[] longer = Arrays.copyOf(values, values.length + dimension);
    System.arraycopy(embedding.values(), 0, longer, values.length, dimension);
    return new EmbeddingBlock(dimension, longer);
  }

  public int rows() {
    return values.length / dimension;
  }

  /** The score of a row, bit for bit that of {@link Embedding#score}. */
  public double score(int row, Embedding query) {
    return DotProduct.fastest().of(values, row * dimension, query.values(), 0, dimension);
  }

  /** A row as it was added. */
  public Embedding embedding(int row) {
    return new Embedding(Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension));
  }

  /** Writes {@link EmbeddingBlock the layout}. */
  public void write(DataOutput out) throws IOException {
    BlockLayout.writeHead(VERSION, rows(), dimension, out);
    BlockLayout.writeFloats(values, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if that is of a later version
   */
  public static EmbeddingBlock read(DataInput in) throws IOException {
    BlockLayout.Head head = BlockLayout.readHead("Block of embeddings", VERSION, in);
    return new EmbeddingBlock(
        head.dimension(), BlockLayout.readFloats(head.rows() * head.dimension(), in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmbeddingBlock that
        && dimension == that.dimension
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
