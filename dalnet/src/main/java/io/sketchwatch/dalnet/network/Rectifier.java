package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import io.sketchwatch.dalnet.engine.ScriptedOperation;

/**
 * The rectified linear unit, in the place of its input: maps are the greater part of a training
 * step's memory traffic. What it is given must not be read again, nor be what the operation before
 * it needs for its gradient; sums and batch normalisations don't.
 */
final class Rectifier {

  private static final ScriptedOperation RELU =
      new ScriptedOperation("x: Tensor", "torch.relu_(x)");

  private static final ScriptedOperation ADD_RELU =
      new ScriptedOperation("x: Tensor, y: Tensor", "torch.relu_(torch.add_(x, y))");

  private Rectifier() {}

  /** {@code max(x, 0)}; x holds it, too. */
  static NDArray of(NDArray x) {
    return RELU.apply(x);
  }

  /** {@code max(x + y, 0)}; x holds it, too. */
  static NDArray ofSum(NDArray x, NDArray y) {
    return ADD_RELU.apply(x, y);
  }
}
