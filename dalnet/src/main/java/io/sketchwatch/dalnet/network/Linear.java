package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** A linear map without bias of vectors {@code [N, inputs]}: {@code weight} [outputs, inputs]. */
final class Linear extends Layer {

  private final int outputs;
  private final Parameter weight;

  Linear(int inputs, int outputs) {
    this.outputs = outputs;
    this.weight = parameter("weight", Parameter.Type.WEIGHT, outputs, inputs);
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    return ai.djl.nn.core.Linear.linear(x, weight.getArray()).singletonOrThrow();
  }

  @Override
  Shape shapeOf(Shape input) {
    return new Shape(input.get(0), outputs);
  }
}
