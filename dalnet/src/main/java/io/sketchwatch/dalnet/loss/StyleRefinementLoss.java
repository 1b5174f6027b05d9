package io.sketchwatch.dalnet.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.sketchwatch.dalnet.engine.Owned;

/**
 * Style refinement: the auxiliary modality is to look like sketches, not like photos.
 *
 * <pre>
 * -mean_i log( e(a_i, s_i) / (e(a_i, s_i) + sum_j e(a_i, p_j)) ),   e(x, y) = exp(cos(x, y) / tau)
 * </pre>
 *
 * The sketch of the same row is the only positive, all photos of the batch are negatives; other
 * sketches do not count. Gradients reach all three modalities.
 *
 * @param tau temperature, above 0
 */
public record StyleRefinementLoss(float tau) {

  public StyleRefinementLoss {
    if (!(tau > 0 && tau < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Style refinement must have a temperature above 0, but was " + tau);
    }
  }

  /**
   * The loss of style features, each {@code [N, C]}, of any length.
   *
   * @param auxiliary a
   * @param sketches s
   * @param photos p
   */
  public NDArray of(NDArray auxiliary, NDArray sketches, NDArray photos) {
    NDArray temperature = Owned.scalar(auxiliary.getManager(), tau);
    NDArray a = auxiliary.normalize(2, 1);
    NDArray toSketch = a.mul(sketches.normalize(2, 1)).sum(new int[] {1}, true).div(temperature);
    NDArray toPhotos = a.matMul(photos.normalize(2, 1).transpose()).div(temperature);
    NDArray all = NDArrays.concat(new NDList(toSketch, toPhotos), 1);
    return StableSums.logSumExp(all).sub(toSketch.squeeze(1)).mean();
  }
}
