package io.sketchwatch.modelexport.tfjs;

import io.sketchwatch.core.model.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An order of axes: axis {@code i} of the result is axis {@code order.get(i)} of the source, as in
 * TensorFlow's and ONNX's transpose.
 */
record Axes(List<Integer> order) {

  static Axes of(int... order) {
    return new Axes(Arrays.stream(order).boxed().toList());
  }

  static Axes identity(int rank) {
    return of(IntStream.range(0, rank).toArray());
  }

  int get(int axis) {
    return order.get(axis);
  }

  int rank() {
    return order.size();
  }

  /** This order, then another. */
  Axes then(Axes next) {
    return new Axes(next.order.stream().map(order::get).toList());
  }

  Axes inverse() {
    int[] inverse = new int[rank()];
    for (int i = 0; i < rank(); i++) {
      inverse[get(i)] = i;
    }
    return of(inverse);
  }

  int[] apply(int[] source) {
    return order.stream().mapToInt(axis -> source[axis]).toArray();
  }

  long[] toLongs() {
    return order.stream().mapToLong(axis -> axis).toArray();
  }

  /** Moves the values of a tensor. */
  Tensor apply(Tensor source) {
    int[] from = Arrays.stream(source.shape()).mapToInt(Math::toIntExact).toArray();
    int[] steps = new int[rank()];
    for (int i = rank() - 1, step = 1; i >= 0; step *= from[i--]) {
      steps[i] = step;
    }
    int[] shape = apply(from);
    int[] strides = apply(steps);
    float[] values = new float[source.values().length];
    int[] index = new int[rank()];
    for (int i = 0; i < values.length; i++) {
      int at = 0;
      for (int axis = 0; axis < rank(); axis++) {
        at += index[axis] * strides[axis];
      }
      values[i] = source.values()[at];
      advance(index, shape);
    }
    return new Tensor(Arrays.stream(shape).asLongStream().toArray(), values);
  }

  private static void advance(int[] index, int[] shape) {
    for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
      index[axis] = 0;
    }
  }
}
