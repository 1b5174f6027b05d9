package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;

/** A square convolution without bias that keeps the size, apart from its stride: {@code weight}. */
final class Convolution extends Layer {

  private final int channels;
  private final Shape stride;
  private final Shape padding;
  private final Parameter weight;

  Convolution(int inputs, int outputs, int kernel, int stride) {
    this.channels = outputs;
    this.stride = new Shape(stride, stride);
    this.padding = new Shape(kernel / 2, kernel / 2);
    this.weight = parameter("weight", Parameter.Type.WEIGHT, outputs, inputs, kernel, kernel);
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    NDArray kernel = Precision.matching(x, weight.getArray());
    return Conv2d.conv2d(x, kernel, null, stride, padding).singletonOrThrow();
  }

  @Override
  Shape shapeOf(Shape input) {
    return new Shape(input.get(0), channels, strided(input.get(2)), strided(input.get(3)));
  }

  private long strided(long length) {
    return (length - 1) / stride.get(0) + 1;
  }
}
