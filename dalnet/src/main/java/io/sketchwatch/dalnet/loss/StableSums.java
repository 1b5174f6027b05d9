package io.sketchwatch.dalnet.loss;

import ai.djl.ndarray.NDArray;

/** Sums of exponentials that neither overflow nor vanish. */
final class StableSums {

  private static final int[] ROWS = {1};

  private StableSums() {}

  /** {@code log(sum(exp(x)))} of each row. */
  static NDArray logSumExp(NDArray x) {
    NDArray greatest = x.max(ROWS, true).stopGradient();
    return x.sub(greatest).exp().sum(ROWS, true).log().add(greatest).squeeze(1);
  }
}
