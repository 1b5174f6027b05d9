package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.Embedding;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Embeddings of one model in int8, packed for scanning, each with what bounds its error. Immutable.
 *
 * <p>Bytes: version (1 byte, {@value #VERSION}), rows and dimension (4 each, big-endian), the codes
 * row by row (1 each), then scale, length and residual of the rows (float32, little-endian, 4 each,
 * all scales first): {@code 9 + rows · (dimension + 12)}.
 */
public final class CodeBlock {

  private static final int VERSION = 1;

  /** What a row has beside its codes: scale, length and residual. */
  private static final int BOUNDS = 3;

  private final int rows;
  private final int dimension;

  /**
   * Codes, then bounds, as they are written: one array, for a scan that has read the codes has the
   * memory behind them in the processor's caches already.
   */
  private final byte[] bytes;

  private CodeBlock(int rows, int dimension, byte[] bytes) {
    this.rows = rows;
    this.dimension = dimension;
    this.bytes = bytes;
  }

  /** Without rows, for embeddings of a dimension. */
  public static CodeBlock empty(int dimension) {
    return new CodeBlock(0, dimension, new byte[0]);
  }

  /** Of some embeddings of a dimension, in order. */
  public static CodeBlock of(int dimension, List<Embedding> embeddings) {
    return empty(dimension).with(embeddings);
  }

  /** This block, followed by one more row. */
  public CodeBlock with(Embedding embedding) {
    return with(List.of(embedding));
  }

  private CodeBlock with(List<Embedding> added) {
    int more = rows + added.size();
    CodeBlock longer = new CodeBlock(more, dimension, new byte[length(more, dimension)]);
    System.arraycopy(bytes, 0, longer.bytes, 0, rows * dimension);
    for (int bound = 0; bound < BOUNDS; bound++) {
      longer.bounds().put(bound * more, bounds(), bound * rows, rows);
    }
    for (int i = 0; i < added.size(); i++) {
      longer.set(rows + i, added.get(i));
    }
    return longer;
  }

  private static int length(int rows, int dimension) {
    return rows * (dimension + BOUNDS * Float.BYTES);
  }

  private void set(int row, Embedding embedding) {
    Dimensions.check(embedding, dimension);
    Int8Vector coded = Int8Vector.of(embedding.values());
    for (int i = 0; i < dimension; i++) {
      bytes[row * dimension + i] = (byte) coded.codes()[i];
    }
    bounds()
        .put(row, coded.scale())
        .put(rows + row, coded.length())
        .put(2 * rows + row, coded.residual());
  }

  /** All scales, then all lengths, then all residuals. */
  private FloatBuffer bounds() {
    return BlockLayout.floats(bytes, rows * dimension);
  }

  public int rows() {
    return rows;
  }

  public int dimension() {
    return dimension;
  }

  /** Of all rows, one after the other; not a copy. What follows them is not codes. */
  public byte[] codes() {
    return bytes;
  }

  void copyBounds(float[] scales, float[] lengths, float[] residuals) {
    FloatBuffer bounds = bounds();
    bounds.get(0, scales, 0, rows).get(rows, lengths, 0, rows).get(2 * rows, residuals, 0, rows);
  }

  double atMost(int row, int dot, int rest, CodedQuery query) {
    FloatBuffer bounds = bounds();
    return query
        .rest()
        .atMost(dot, rest, bounds.get(row), bounds.get(rows + row), bounds.get(2 * rows + row));
  }

  /** Writes {@link CodeBlock the layout}. */
  public void write(DataOutput out) throws IOException {
    BlockLayout.writeHead(VERSION, rows, dimension, out);
    out.write(bytes);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if that is of a later version
   */
  public static CodeBlock read(DataInput in) throws IOException {
    BlockLayout.Head head = BlockLayout.readHead("Block of codes", VERSION, in);
    byte[] bytes = new byte[length(head.rows(), head.dimension())];
    in.readFully(bytes);
    return new CodeBlock(head.rows(), head.dimension(), bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeBlock that
        && dimension == that.dimension
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
