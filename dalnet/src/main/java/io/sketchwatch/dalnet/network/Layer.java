package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A block of one array in and one array out. Intermediates belong to the manager of the input or of
 * a parameter: run it inside an {@link ai.djl.ndarray.NDScope}.
 */
abstract class Layer extends NamedBlock {

  /**
   * Applies the layer.
   *
   * @param x batch first, channels second
   * @param training whether batch statistics are used and kept
   */
  abstract NDArray apply(NDArray x, boolean training);

  /** Shape of the result for an input of a shape. */
  abstract Shape shapeOf(Shape input);

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs.singletonOrThrow(), training));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {shapeOf(inputs[0])};
  }
}
