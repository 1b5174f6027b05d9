package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Layers one after the other, named 0, 1, 2 and so on. */
final class Sequence extends Layer {

  private final List<Layer> layers;

  Sequence(Layer... layers) {
    this.layers = List.of(layers);
    for (int i = 0; i < layers.length; i++) {
      child(Integer.toString(i), layers[i]);
    }
  }

  /** A ResNet stage: bottlenecks of which the first has the stride. */
  static Sequence stage(int inputs, int planes, int blocks, int stride) {
    Layer[] layers = new Layer[blocks];
    for (int i = 0; i < blocks; i++) {
      layers[i] =
          i == 0
              ? new Bottleneck(inputs, planes, stride)
              : new Bottleneck(planes * Bottleneck.EXPANSION, planes, 1);
    }
    return new Sequence(layers);
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    NDArray y = x;
    for (Layer layer : layers) {
      y = layer.apply(y, training);
    }
    return y;
  }

  @Override
  Shape shapeOf(Shape input) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.shapeOf(shape);
    }
    return shape;
  }
}
