package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.LayerNorm;

/** Layer normalisation over the last axis: {@code weight, bias}. */
final class LayerNormalisation extends Layer {

  private static final float EPSILON = 1e-5f;

  private final Shape normalised;
  private final Parameter weight;
  private final Parameter bias;

  LayerNormalisation(int channels) {
    normalised = new Shape(channels);
    weight = parameter("weight", Parameter.Type.GAMMA, channels);
    bias = parameter("bias", Parameter.Type.BETA, channels);
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    return LayerNorm.layerNorm(x, normalised, weight.getArray(), bias.getArray(), EPSILON)
        .singletonOrThrow();
  }

  @Override
  Shape shapeOf(Shape input) {
    return input;
  }
}
