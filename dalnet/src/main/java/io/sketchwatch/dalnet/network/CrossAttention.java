package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.sketchwatch.dalnet.engine.Owned;

/**
 * Auxiliary cross-attention: a modality's tokens are rebuilt by way of the auxiliary tokens. The T
 * = H * W positions of maps {@code [N, C, H, W]} are the tokens; Q are the modality's, K the
 * auxiliary ones, both {@code [N, T, C]}.
 *
 * <pre>
 * M1 = softmax(Q K' / sqrt(C)),  M2 = softmax(K Q' / sqrt(C))
 * refined = LayerNorm(M1 (M2 Q))                               [N, T, C]
 * </pre>
 *
 * One head, no projections and no residual.
 */
public final class CrossAttention extends NamedBlock {

  private final LayerNormalisation norm;

  /** An attention over maps of so many channels. */
  public CrossAttention(int channels) {
    norm = child("norm", new LayerNormalisation(channels));
  }

  /** The refined tokens {@code [N, T, C]} of a modality's maps. */
  public NDArray apply(NDArray maps, NDArray auxiliary) {
    NDArray q = Tokens.of(maps);
    NDArray k = Tokens.of(auxiliary);
    float scale = (float) (1 / Math.sqrt((double) maps.getShape().get(1)));
    NDArray scores =
        Precision.float32(q.matMul(k.transpose(0, 2, 1)))
            .mul(Owned.scalar(maps.getManager(), scale));
    NDArray auxiliaryTokens = attend(scores.transpose(0, 2, 1), q);
    return norm.apply(Precision.float32(attend(scores, auxiliaryTokens)), true);
  }

  private static NDArray attend(NDArray scores, NDArray values) {
    return Precision.matching(values, scores.softmax(2)).matMul(values);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs.get(0), inputs.get(1)));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    Shape maps = inputs[0];
    return new Shape[] {new Shape(maps.get(0), maps.get(2) * maps.get(3), maps.get(1))};
  }
}
