package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * What each modality has of its own: stem, layer1 and layer2 of a ResNet. Pictures {@code [N, 3, H,
 * W]} become maps of an eighth of their height and width.
 */
final class PrivateStages extends Layer {

  private static final Shape POOL = new Shape(3, 3);
  private static final Shape POOL_STRIDE = new Shape(2, 2);
  private static final Shape POOL_PADDING = new Shape(1, 1);

  private final Convolution conv1;
  private final BatchNormalisation bn1;
  private final Sequence layer1;
  private final Sequence layer2;

  PrivateStages(DalNetConfig config) {
    int width = config.width();
    conv1 = child("conv1", new Convolution(3, width, 7, 2));
    bn1 = child("bn1", new BatchNormalisation(width));
    layer1 = child("layer1", Sequence.stage(width, width, config.blocks().get(0), 1));
    layer2 =
        child(
            "layer2",
            Sequence.stage(width * Bottleneck.EXPANSION, 2 * width, config.blocks().get(1), 2));
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    NDArray y = Rectifier.of(bn1.apply(conv1.apply(x, training), training));
    y = y.getNDArrayInternal().maxPool(POOL, POOL_STRIDE, POOL_PADDING, false);
    return layer2.apply(layer1.apply(y, training), training);
  }

  @Override
  Shape shapeOf(Shape input) {
    Shape stem = conv1.shapeOf(input);
    Shape pooled =
        new Shape(stem.get(0), stem.get(1), (stem.get(2) + 1) / 2, (stem.get(3) + 1) / 2);
    return layer2.shapeOf(layer1.shapeOf(pooled));
  }
}
