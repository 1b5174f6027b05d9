package io.sketchwatch.dalnet.loss;

import ai.djl.ndarray.NDArray;
import io.sketchwatch.dalnet.engine.Owned;

/** Cross entropy of the classifier's logits against the true identities. */
public final class IdentityLoss {

  private IdentityLoss() {}

  /**
   * Mean over the batch of {@code -log softmax(logits)[identity]}.
   *
   * @param logits {@code [N, identities]}
   * @param identities one a row, from 0
   */
  public static NDArray of(NDArray logits, long[] identities) {
    NDArray chosen = Owned.longs(logits.getManager(), identities).expandDims(1);
    return logits.logSoftmax(1).gather(chosen, 1).mean().neg();
  }
}
