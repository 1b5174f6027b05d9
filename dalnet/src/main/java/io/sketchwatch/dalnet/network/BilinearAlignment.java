package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Bilinear align module: where a modality's maps F and the auxiliary maps agree, both are
 * strengthened. All maps are {@code [N, C, H, W]}.
 *
 * <pre>
 * probability P = sigmoid(expand(squeeze(concat(F, auxiliary))))
 * aligned       = P * F + F
 * </pre>
 *
 * {@code squeeze} and {@code expand} are linear maps with bias at every position, 2C channels to a
 * few to C, without an activation between them.
 */
public final class BilinearAlignment extends NamedBlock {

  private final PositionLinear squeeze;
  private final PositionLinear expand;

  /**
   * @param channels C
   * @param squeezed channels between the two linear maps
   */
  public BilinearAlignment(int channels, int squeezed) {
    squeeze = child("squeeze", new PositionLinear(2 * channels, squeezed));
    expand = child("expand", new PositionLinear(squeezed, channels));
  }

  /** Where a modality's maps and the auxiliary maps agree, 0 to 1. */
  public NDArray probability(NDArray maps, NDArray auxiliary) {
    NDArray both = NDArrays.concat(new NDList(maps, auxiliary), 1);
    return Activation.sigmoid(expand.apply(squeeze.apply(both, true), true));
  }

  /** Strengthens maps where a probability is high. */
  public static NDArray align(NDArray maps, NDArray probability) {
    return probability.mul(maps).add(maps);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(align(inputs.get(0), probability(inputs.get(0), inputs.get(1))));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {inputs[0]};
  }
}
