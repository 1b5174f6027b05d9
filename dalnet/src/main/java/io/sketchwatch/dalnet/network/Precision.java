package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.sketchwatch.dalnet.engine.ScriptedOperation;

/**
 * The numbers that the streams, the shared stages and the interaction compute with. Weights,
 * statistics of batch normalisation, pooling and losses are 32-bit in any case.
 */
public enum Precision {
  /** IEEE single precision. */
  FLOAT32,

  /**
   * The upper half of single precision, where matrices and kernels are multiplied, as PyTorch's
   * autocast does it: about twice as fast on processors with instructions for it, and slower on
   * others.
   */
  BFLOAT16;

  /** Floats of the widest vector. */
  private static final int VECTOR = 16;

  /** Channels become the innermost axis in memory, which convolutions are fastest with. */
  private static final ScriptedOperation CHANNELS_LAST =
      new ScriptedOperation("x: Tensor", "torch.contiguous(x, memory_format=2)");

  private static final ScriptedOperation TO_BFLOAT16 =
      new ScriptedOperation("x: Tensor", "torch.to(x, 15)");

  private static final ScriptedOperation TO_FLOAT32 =
      new ScriptedOperation("x: Tensor", "torch.to(x, 6)");

  /**
   * Pictures {@code [N, 3, H, W]} as the first convolution takes them.
   *
   * @param width channels of the stem; where its multiples don't fill vectors the order stays, for
   *     oneDNN (of PyTorch 2.7), with channels as the innermost axis, crashed in the gradients of a
   *     width of 2
   */
  NDArray enter(NDArray pictures, int width) {
    NDArray ordered = width % VECTOR == 0 ? CHANNELS_LAST.apply(pictures) : pictures;
    return this == BFLOAT16 ? TO_BFLOAT16.apply(ordered) : ordered;
  }

  /** Weights in the precision of what they are multiplied with. */
  static NDArray matching(NDArray x, NDArray weights) {
    return isBfloat16(x) ? TO_BFLOAT16.apply(weights) : weights;
  }

  /** The same values in single precision. */
  static NDArray float32(NDArray x) {
    return isBfloat16(x) ? TO_FLOAT32.apply(x) : x;
  }

  /** DJL has no name for PyTorch's bfloat16. */
  private static boolean isBfloat16(NDArray x) {
    return x.getDataType() == DataType.UNKNOWN;
  }
}
