package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** ResNet's bottleneck as torchvision builds it, the stride on the 3×3 convolution. */
final class Bottleneck extends Layer {

  static final int EXPANSION = 4;

  private final Convolution conv1;
  private final BatchNormalisation bn1;
  private final Convolution conv2;
  private final BatchNormalisation bn2;
  private final Convolution conv3;
  private final BatchNormalisation bn3;
  private final Layer shortcut;

  Bottleneck(int inputs, int planes, int stride) {
    int outputs = planes * EXPANSION;
    conv1 = child("conv1", new Convolution(inputs, planes, 1, 1));
    bn1 = child("bn1", new BatchNormalisation(planes));
    conv2 = child("conv2", new Convolution(planes, planes, 3, stride));
    bn2 = child("bn2", new BatchNormalisation(planes));
    conv3 = child("conv3", new Convolution(planes, outputs, 1, 1));
    bn3 = child("bn3", new BatchNormalisation(outputs));
    shortcut =
        stride == 1 && inputs == outputs
            ? null
            : child(
                "downsample",
                new Sequence(
                    new Convolution(inputs, outputs, 1, stride), new BatchNormalisation(outputs)));
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    NDArray y = Rectifier.of(bn1.apply(conv1.apply(x, training), training));
    y = Rectifier.of(bn2.apply(conv2.apply(y, training), training));
    y = bn3.apply(conv3.apply(y, training), training);
    return Rectifier.ofSum(y, shortcut == null ? x : shortcut.apply(x, training));
  }

  @Override
  Shape shapeOf(Shape input) {
    return conv3.shapeOf(conv2.shapeOf(conv1.shapeOf(input)));
  }
}
