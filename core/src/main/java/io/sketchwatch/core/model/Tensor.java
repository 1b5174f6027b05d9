package io.sketchwatch.core.model;

import java.util.Arrays;

/**
 * A named weight's values, in row-major order. Equal by content; the arrays are not copied.
 *
 * @param shape lengths of the axes; empty for a scalar
 * @param values as many as the product of the shape
 */
public record Tensor(long[] shape, float[] values) {

  public Tensor {
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (size != values.length) {
      throw new IllegalArgumentException(
          "Expected %d values for shape %s, but was %d"
              .formatted(size, Arrays.toString(shape), values.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
