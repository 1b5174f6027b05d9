package io.sketchwatch.modelexport.tfjs;

import java.util.Arrays;

/**
 * A TensorFlow tensor as the ONNX graph holds it: maybe with its axes in another order, so that
 * TensorFlow's transposes between NHWC and NCHW cost nothing, and maybe with padding still to come,
 * so that a convolution can pad on its own.
 *
 * @param name of the ONNX value
 * @param shape of the ONNX value, with the padding
 * @param axes where TensorFlow's axes lie in the ONNX value
 * @param padding still to come, or null
 */
record StoredTensor(String name, int[] shape, Axes axes, Padding padding) {

  /**
   * Padding in the order of the ONNX value's axes.
   *
   * @param before each axis
   * @param after each axis
   * @param value to fill with
   */
  record Padding(int[] before, int[] after, float value) {

    /** ONNX's order: all that comes before, then all that comes after. */
    long[] pads() {
      return pads(0);
    }

    /** Likewise for the two axes of the picture, NCHW. */
    long[] imagePads() {
      return pads(2);
    }

    private long[] pads(int from) {
      int axes = before.length - from;
      long[] pads = new long[2 * axes];
      for (int i = 0; i < axes; i++) {
        pads[i] = before[from + i];
        pads[axes + i] = after[from + i];
      }
      return pads;
    }

    /** Whether only the picture's height and width are padded, NCHW. */
    boolean ofImage() {
      return before.length == 4 && before[0] + before[1] + after[0] + after[1] == 0;
    }
  }

  static StoredTensor plain(String name, int... shape) {
    return new StoredTensor(name, shape, Axes.identity(shape.length), null);
  }

  /** Another ONNX value with this one's order of axes. */
  StoredTensor as(String newName, int... newShape) {
    return new StoredTensor(newName, newShape, axes, null);
  }

  /** TensorFlow's transpose: nothing moves. */
  StoredTensor transposed(Axes order) {
    return new StoredTensor(name, shape, axes.then(order), padding);
  }

  /** The shape that TensorFlow sees. */
  int[] tensorFlowShape() {
    return axes.apply(shape);
  }

  /** Where TensorFlow's axis, which may count from the end, lies in the ONNX value. */
  int axis(int tensorFlowAxis) {
    return axes.get(tensorFlowAxis < 0 ? tensorFlowAxis + axes.rank() : tensorFlowAxis);
  }

  int rank() {
    return shape.length;
  }

  @Override
  public String toString() {
    return name + Arrays.toString(tensorFlowShape());
  }
}
