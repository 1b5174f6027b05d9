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

  private final int dimension;
  private final byte[] codes;
  private final float[] scales;
  private final float[] lengths;
  private final float[] residuals;

  private CodeBlock(
      int dimension, byte[] codes, float[] scales, float[] lengths, float[] residuals) {
    this.dimension = dimension;
    this.codes = codes;
    this.scales = scales;
    this.lengths = lengths;
    this.residuals = residuals;
  }

  /** Without rows, for embeddings of a dimension. */
  public static CodeBlock empty(int dimension) {
    return new CodeBlock(dimension, new byte[0], new float[0], new float[0], new float[0]);
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
    int rows = rows() + added.size();
    CodeBlock longer =
        new CodeBlock(
            dimension,
            Arrays.copyOf(codes, rows * dimension),
            Arrays.copyOf(scales, rows),
            Arrays.copyOf(lengths, rows),
            Arrays.copyOf(residuals, rows));
    for (int i = 0; i < added.size(); i++) {
      longer.set(rows() + i, added.get(i));
    }
    return longer;
  }

  private void set(int row, Embedding embedding) {
    Dimensions.check(embedding, dimension);
    Int8Vector coded = Int8Vector.of(embedding.values());
    System.arraycopy(coded.codes(), 0, codes, row * dimension, dimension);
    scales[row] = coded.scale();
    lengths[row] = coded.length();
    residuals[row] = coded.residual();
  }

  public int rows() {
    return scales.length;
  }

  public int dimension() {
    return dimension;
  }

  byte[] codes() {
    return codes;
  }

  void atMost(float[] dots, CodedQuery query, float[] most) {
    query.atMost(dots, scales, lengths, residuals, most);
  }

  double atMost(int row, int dot, int rest, CodedQuery query) {
    return query.rest().atMost(dot, rest, scales[row], lengths[row], residuals[row]);
  }

  /** Writes {@link CodeBlock the layout}. */
  public void write(DataOutput out) throws IOException {
    BlockLayout.writeHead(VERSION, rows(), dimension, out);
    out.write(codes);
    BlockLayout.writeFloats(scales, out);
    BlockLayout.writeFloats(lengths, out);
    BlockLayout.writeFloats(residuals, out);
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
    return new CodeBlock(
        head.dimension(),
        codes,
        BlockLayout.readFloats(head.rows(), in),
        BlockLayout.readFloats(head.rows(), in),
        BlockLayout.readFloats(head.rows(), in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeBlock that
        && dimension == that.dimension
        && Arrays.equals(codes, that.codes)
        && Arrays.equals(scales, that.scales)
        && Arrays.equals(lengths, that.lengths)
        && Arrays.equals(residuals, that.residuals);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codes);
  }
}
