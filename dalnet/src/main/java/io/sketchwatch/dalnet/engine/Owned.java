package io.sketchwatch.dalnet.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays of Java values that take part in something whose gradient is asked for later.
 *
 * <p>DJL makes an array of Java values by lending their memory to PyTorch. Once the array is closed
 * the garbage collector may take that memory back, although the way back through the network still
 * reads it: gradients then come out wrong, rarely and without a word. The same holds for DJL's
 * {@code mul(Number)}, {@code div(Number)}, {@code pow(Number)} and {@code maximum(Number)}. The
 * arrays made here have memory of PyTorch's own, which lives as long as it is needed.
 */
public final class Owned {

  private Owned() {}

  /** A single value, without axes. */
  public static NDArray scalar(NDManager manager, float value) {
    return copy(manager.create(value));
  }

  /** Values of a shape, in row-major order. */
  public static NDArray floats(NDManager manager, float[] values, Shape shape) {
    return copy(manager.create(values, shape));
  }

  /** A row of integers. */
  public static NDArray longs(NDManager manager, long[] values) {
    return copy(manager.create(values));
  }

  /** A mask of rows and columns. */
  public static NDArray mask(NDManager manager, boolean[][] values) {
    return copy(manager.create(values));
  }

  /** Copies an array that may borrow Java memory, and closes it. */
  public static NDArray copy(NDArray borrowed) {
    try (borrowed) {
      return borrowed.duplicate();
    }
  }
}
