package io.sketchwatch.core.gallery;

import io.sketchwatch.core.embedding.Embedding;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
  private static final int BOUNDS = 3;

  private final int rows;
  private final int dimension;
  private final byte[] codes;

  /** All scales, then all lengths, then all residuals. */
  private final float[] bounds;

  private CodeBlock(int rows, int dimension, byte[] codes, float[] bounds) {
    this.rows = rows;
    this.dimension = dimension;
    this.codes = codes;
    this.bounds = bounds;
  }

  /** Without rows, for embeddings of a dimension. */
  public static CodeBlock empty(int dimension) {
    return new CodeBlock(0, dimension, new byte[0], new float[0]);
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
    CodeBlock longer =
        new CodeBlock(
            more, dimension, Arrays.copyOf(codes, more * dimension), new float[BOUNDS * more]);
    for (int bound = 0; bound < BOUNDS; bound++) {
      System.arraycopy(bounds, bound * rows, longer.bounds, bound * more, rows);
    }
    for (int i = 0; i < added.size(); i++) {
      longer.set(rows + i, added.get(i));
    }
    return longer;
  }

  private void set(int row, Embedding embedding) {
    Dimensions.check(embedding, dimension);
    Int8Vector coded = Int8Vector.of(embedding.values());
    for (int i = 0; i < dimension; i++) {
      codes[row * dimension + i] = (byte) coded.codes()[i];
    }
    bounds[row] = coded.scale();
    bounds[rows + row] = coded.length();
    bounds[2 * rows + row] = coded.residual();
  }

  public int rows() {
    return rows;
  }

  public int dimension() {
    return dimension;
  }

  byte[] codes() {
    return codes;
  }

  void atMost(float[] dots, CodedQuery query, float[] most) {
    query.atMost(dots, bounds, rows, most);
  }

  double atMost(int row, int dot, int rest, CodedQuery query) {
    return query.rest().atMost(dot, rest, bounds[row], bounds[rows + row], bounds[2 * rows + row]);
  }

  /** Writes {@link CodeBlock the layout}. */
  public void write(DataOutput out) throws IOException {
    BlockLayout.writeHead(VERSION, rows, dimension, out);
    out.write(codes);
    BlockLayout.writeFloats(bounds, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if that is of a later version
   */
  public static CodeBlock read(DataInput in) throws IOException {
    BlockLayout.Head head = BlockLayout.readHead("Block of codes", VERSION, in);
    byte[] codes = new byte[head.rows() * head.dimension()];
    in.readFully(codes);
    float[] bounds = BlockLayout.readFloats(BOUNDS * head.rows(), in);
    return new CodeBlock(head.rows(), head.dimension(), codes, bounds);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeBlock that
        && dimension == that.dimension
        && Arrays.equals(codes, that.codes)
        && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codes);
  }
}
