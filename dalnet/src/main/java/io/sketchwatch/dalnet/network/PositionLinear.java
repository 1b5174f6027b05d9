package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;

/**
 * A linear map of the channels at every position of maps {@code [N, inputs, H, W]}: {@code weight}
 * [outputs, inputs] and {@code bias}.
 */
final class PositionLinear extends Layer {

  private static final Shape STRIDE = new Shape(1, 1);
  private static final Shape NO_PADDING = new Shape(0, 0);

  private final int inputs;
  private final int outputs;
  private final Parameter weight;
  private final Parameter bias;

  PositionLinear(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weight = parameter("weight", Parameter.Type.WEIGHT, outputs, inputs);
    this.bias = parameter("bias", Parameter.Type.BIAS, outputs);
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    NDArray kernel = Precision.matching(x, weight.getArray()).reshape(outputs, inputs, 1, 1);
    NDArray offset = Precision.matching(x, bias.getArray());
    return Conv2d.conv2d(x, kernel, offset, STRIDE, NO_PADDING).singletonOrThrow();
  }

  @Override
  Shape shapeOf(Shape input) {
    return new Shape(input.get(0), outputs, input.get(2), input.get(3));
  }
}
