package io.sketchwatch.dalnet.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.nn.Activation;

/**
 * Circle loss (Sun et al., CVPR 2020): draws pairs of one identity together and others apart, each
 * pair with a weight that grows with its error.
 *
 * <p>With {@code a_p = max(1 + m - s_p, 0)} and {@code a_n = max(s_n + m, 0)}, through which no
 * gradient flows, an anchor costs {@code softplus(LSE(g a_n (s_n - m)) + LSE(-g a_p (s_p - (1 -
 * m))))}.
 *
 * @param margin m, 0 to 1
 * @param gamma g, the scale, above 0
 */
public record CircleLoss(float margin, float gamma) {

  /** Stands for a pair that does not count; its exponential is 0. */
  private static final float ABSENT = -1e30f;

  public CircleLoss {
    if (!(margin >= 0 && margin <= 1 && gamma > 0 && gamma < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Circle loss must have a margin from 0 to 1 and a gamma above 0, but was %s and %s"
              .formatted(margin, gamma));
    }
  }

  /**
   * Between two modalities: the mean of rows and columns as anchors.
   *
   * @param first embeddings of one modality, {@code [N, C]}, of any length
   * @param second of the other, {@code [N, C]}
   * @param identities of the rows of both
   */
  public NDArray crossModal(NDArray first, NDArray second, long[] identities) {
    NDArray scores = first.normalize(2, 1).matMul(second.normalize(2, 1).transpose());
    PairMasks pairs = PairMasks.ofIdentities(identities, identities);
    return ofAnchors(scores, pairs).add(ofAnchors(scores.transpose(), pairs.transposed())).div(2);
  }

  /**
   * Mean over the anchors that have both kinds of pairs; 0 if there is none.
   *
   * @param scores cosines, anchors down, their partners across
   * @param pairs which partners count as what
   */
  NDArray ofAnchors(NDArray scores, PairMasks pairs) {
    NDArray fixed = scores.stopGradient();
    NDArray positiveWeight = fixed.neg().add(1 + margin).maximum(0f);
    NDArray negativeWeight = fixed.add(margin).maximum(0f);
    NDArray positives = scores.sub(1 - margin).mul(positiveWeight).mul(-gamma);
    NDArray negatives = scores.sub(margin).mul(negativeWeight).mul(gamma);
    NDArray costs =
        Activation.softPlus(
            lseOver(negatives, pairs.negative()).add(lseOver(positives, pairs.positive())));
    return costs.mul(scores.getManager().create(pairs.anchorWeights())).sum();
  }

  private static NDArray lseOver(NDArray logits, boolean[][] counted) {
    NDArray mask = logits.getManager().create(counted);
    return StableSums.logSumExp(NDArrays.where(mask, logits, logits.mul(0f).add(ABSENT)));
  }
}
