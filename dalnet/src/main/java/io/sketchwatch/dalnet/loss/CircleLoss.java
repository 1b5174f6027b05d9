package io.sketchwatch.dalnet.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.sketchwatch.dalnet.engine.Owned;

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
    NDArray both = ofAnchors(scores, pairs).add(ofAnchors(scores.transpose(), pairs.transposed()));
    return times(both, 0.5f);
  }

  /**
   * Over one set of embeddings, whatever their modality: the original loss. No embedding is paired
   * with itself.
   *
   * @param embeddings {@code [N, C]}, of any length
   * @param identities of the rows
   */
  public NDArray joint(NDArray embeddings, long[] identities) {
    NDArray directions = embeddings.normalize(2, 1);
    NDArray scores = directions.matMul(directions.transpose());
    return ofAnchors(scores, PairMasks.ofIdentities(identities, identities).withoutSelf());
  }

  /**
   * Within one modality, before and after its interaction with another: anchors are embeddings
   * before, partners those after; of the partners of other identities only the most alike counts.
   *
   * @param before {@code [N, C]}, of any length
   * @param after {@code [N, C]}, likewise
   * @param identities of the rows of both
   */
  public NDArray intraModal(NDArray before, NDArray after, long[] identities) {
    NDArray scores = before.normalize(2, 1).matMul(after.normalize(2, 1).transpose());
    PairMasks pairs = PairMasks.ofIdentities(identities, identities);
    NDArray others = only(scores.stopGradient(), pairs.negative());
    NDArray hardest = scores.gather(others.argMax(1).expandDims(1), 1);
    NDArray positives = only(positiveLogits(scores), pairs.positive());
    return mean(negativeLogits(hardest).squeeze(1), StableSums.logSumExp(positives), pairs);
  }

  /**
   * Mean over the anchors that have both kinds of pairs; 0 if there is none.
   *
   * @param scores cosines, anchors down, their partners across
   * @param pairs which partners count as what
   */
  NDArray ofAnchors(NDArray scores, PairMasks pairs) {
    NDArray negatives = only(negativeLogits(scores), pairs.negative());
    NDArray positives = only(positiveLogits(scores), pairs.positive());
    return mean(StableSums.logSumExp(negatives), StableSums.logSumExp(positives), pairs);
  }

  private NDArray positiveLogits(NDArray scores) {
    NDArray weight = scores.stopGradient().neg().add(1 + margin).maximum(0f);
    return times(scores.sub(1 - margin).mul(weight), -gamma);
  }

  private NDArray negativeLogits(NDArray scores) {
    NDArray weight = scores.stopGradient().add(margin).maximum(0f);
    return times(scores.sub(margin).mul(weight), gamma);
  }

  private static NDArray only(NDArray values, boolean[][] counted) {
    NDArray mask = Owned.mask(values.getManager(), counted);
    return NDArrays.where(mask, values, Owned.scalar(values.getManager(), ABSENT));
  }

  private static NDArray times(NDArray values, float factor) {
    return values.mul(Owned.scalar(values.getManager(), factor));
  }

  private static NDArray mean(NDArray negatives, NDArray positives, PairMasks pairs) {
    NDArray costs = Activation.softPlus(negatives.add(positives));
    float[] weights = pairs.anchorWeights();
    return costs.mul(Owned.floats(costs.getManager(), weights, new Shape(weights.length))).sum();
  }
}
