package io.sketchwatch.core.gallery;

import io.sketchwatch.core.layout.LayoutVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** What the byte layouts of the packed blocks have in common. */
final class BlockLayout {

  private BlockLayout() {}

  /** How a block begins. */
  record Head(int rows, int dimension) {}

  static void writeHead(int version, int rows, int dimension, DataOutput out) throws IOException {
    out.writeByte(version);
    out.writeInt(rows);
    out.writeInt(dimension);
  }

  static Head readHead(String subject, int version, DataInput in) throws IOException {
    LayoutVersion.check(subject, version, in);
    return new Head(in.readInt(), in.readInt());
  }

  static void writeFloats(float[] values, DataOutput out) throws IOException {
    byte[] bytes = new byte[values.length * Float.BYTES];
    floats(bytes, 0).put(values);
    out.write(bytes);
  }

  static float[] readFloats(int count, DataInput in) throws IOException {
    byte[] bytes = new byte[count * Float.BYTES];
    in.readFully(bytes);
    float[] values = new float[count];
    floats(bytes, 0).get(values);
    return values;
  }

  /** What the bytes from some place on hold. */
  static FloatBuffer floats(byte[] bytes, int start) {
    return ByteBuffer.wrap(bytes, start, bytes.length - start)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
  }
}
