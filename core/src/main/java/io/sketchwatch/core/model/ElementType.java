package io.sketchwatch.core.model;

import java.nio.ByteBuffer;

/** How files store a weight's numbers; all are computed with as float32. */
public enum ElementType {
  FLOAT16(Short.BYTES) {
    @Override
    public float read(ByteBuffer data, int index) {
      return Float16.toFloat(data.getShort(index * Short.BYTES));
    }
  },
  /** The upper half of a float32. */
  BFLOAT16(Short.BYTES) {
    @Override
    public float read(ByteBuffer data, int index) {
      return Float.intBitsToFloat(data.getShort(index * Short.BYTES) << 16);
    }
  },
  FLOAT32(Float.BYTES) {
    @Override
    public float read(ByteBuffer data, int index) {
      return data.getFloat(index * Float.BYTES);
    }
  },
  /** Rounded to float32. */
  FLOAT64(Double.BYTES) {
    @Override
    public float read(ByteBuffer data, int index) {
      return (float) data.getDouble(index * Double.BYTES);
    }
  },
  /** Counters; rounded to float32. */
  INT64(Long.BYTES) {
    @Override
    public float read(ByteBuffer data, int index) {
      return data.getLong(index * Long.BYTES);
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /**
   * One number as float32.
   *
   * @param data in its own byte order
   * @param index of the number, from 0
   */
  public abstract float read(ByteBuffer data, int index);
}
