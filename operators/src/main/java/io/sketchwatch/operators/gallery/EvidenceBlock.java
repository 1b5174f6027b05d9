package io.sketchwatch.operators.gallery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The evidence of some sightings in one array, so that millions of them are few objects. Immutable.
 *
 * <p>Bytes: version (1 byte, {@value #VERSION}), rows (4, big-endian), where each row ends (4
 * each), the rows.
 */
public final class EvidenceBlock {

  /** Without rows. */
  public static final EvidenceBlock EMPTY = new EvidenceBlock(new int[0], new byte[0]);

  private static final int VERSION = 1;

  private final int[] ends;
  private final byte[] bytes;

  private EvidenceBlock(int[] ends, byte[] bytes) {
    this.ends = ends;
    this.bytes = bytes;
  }

  /** This block, followed by one more row. */
  public EvidenceBlock with(Evidence evidence) throws IOException {
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.write(bytes);
    evidence.write(new DataOutputStream(longer));
    int[] more = Arrays.copyOf(ends, ends.length + 1);
    more[ends.length] = longer.size();
    return new EvidenceBlock(more, longer.toByteArray());
  }

  /** A row as it was added. */
  public Evidence evidence(int row) throws IOException {
    int start = row == 0 ? 0 : ends[row - 1];
    return Evidence.read(
        new DataInputStream(new ByteArrayInputStream(bytes, start, ends[row] - start)));
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeInt(ends.length);
    for (int end : ends) {
      out.writeInt(end);
    }
    out.write(bytes);
  }

  static EvidenceBlock read(DataInput in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "Block of evidence must be of layout version %d, but was %d: restore it with the release that wrote it"
              .formatted(VERSION, version));
    }
    int[] ends = new int[in.readInt()];
    for (int row = 0; row < ends.length; row++) {
      ends[row] = in.readInt();
    }
    byte[] bytes = new byte[ends.length == 0 ? 0 : ends[ends.length - 1]];
    in.readFully(bytes);
    return new EvidenceBlock(ends, bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EvidenceBlock that
        && Arrays.equals(ends, that.ends)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
