package io.sketchwatch.modelexport.weights;

import io.sketchwatch.core.model.ElementType;
import io.sketchwatch.core.model.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tensor as files hold it: a view of stored numbers, in which a step along an axis is so many
 * numbers wide. Element {@code [i, j, ...]} is number {@code offset + i * strides[0] + j *
 * strides[1] + ...}.
 *
 * @param data the stored numbers, in their byte order
 * @param type of the numbers
 * @param offset of the first element, in numbers
 * @param shape lengths of the axes
 * @param strides of the axes, in numbers, as many as axes
 */
record StridedArray(ByteBuffer data, ElementType type, long offset, long[] shape, long[] strides) {

  StridedArray {
    boolean isValid = offset >= 0 && shape.length == strides.length;
    for (int axis = 0; isValid && axis < shape.length; axis++) {
      isValid = shape[axis] >= 0 && strides[axis] >= 0;
    }
    if (!isValid || end(offset, shape, strides) > data.limit() / type.bytes()) {
      throw new IllegalArgumentException(
          "must lie within its %d numbers, but was offset %d, shape %s, strides %s"
              .formatted(
                  data.limit() / type.bytes(),
                  offset,
                  Arrays.toString(shape),
                  Arrays.toString(strides)));
    }
  }

  /** Strides of an array without gaps, the last axis (C) or the first (Fortran) next to itself. */
  static long[] packed(long[] shape, boolean firstAxisFastest) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = 0; i < shape.length; i++) {
      int axis = firstAxisFastest ? i : shape.length - 1 - i;
      strides[axis] = stride;
      stride = saturated(stride, Math.max(1, shape[axis]));
    }
    return strides;
  }

  /** One past the last number that the array reaches, or more than memory holds. */
  private static long end(long offset, long[] shape, long[] strides) {
    long last = offset;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == 0) {
        return offset;
      }
      long reach = saturated(shape[axis] - 1, strides[axis]);
      if (last > Integer.MAX_VALUE || reach > Integer.MAX_VALUE) {
        return Long.MAX_VALUE;
      }
      last += reach;
    }
    return last == Long.MAX_VALUE ? last : last + 1;
  }

  /** The number of elements, or more than memory holds. */
  long elements() {
    return Arrays.stream(shape).reduce(1, StridedArray::saturated);
  }

  private static long saturated(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  /** The elements as float32 in row-major order. */
  Tensor tensor() {
    float[] values = new float[Math.toIntExact(elements())];
    long[] index = new long[shape.length];
    long at = offset;
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(data, (int) at);
      at = next(index, at);
    }
    return new Tensor(shape, values);
  }

  /** Steps to the next element in row-major order and gives its place. */
  private long next(long[] index, long place) {
    long at = place;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) {
        return at;
      }
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
    return at;
  }
}
