package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** What the modalities share: layer3, and layer4 with stride 1. */
final class SharedStages extends Layer {

  private final Sequence layer3;
  private final Sequence layer4;

  SharedStages(DalNetConfig config) {
    int width = config.width();
    int expansion = Bottleneck.EXPANSION;
    layer3 =
        child(
            "layer3", Sequence.stage(2 * width * expansion, 4 * width, config.blocks().get(2), 2));
    layer4 =
        child(
            "layer4", Sequence.stage(4 * width * expansion, 8 * width, config.blocks().get(3), 1));
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    return layer4.apply(layer3.apply(x, training), training);
  }

  @Override
  Shape shapeOf(Shape input) {
    return layer4.shapeOf(layer3.shapeOf(input));
  }
}
