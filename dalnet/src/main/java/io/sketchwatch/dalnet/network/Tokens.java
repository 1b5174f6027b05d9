package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The positions of maps {@code [N, C, H, W]} as tokens {@code [N, H * W, C]}. */
final class Tokens {

  private Tokens() {}

  static NDArray of(NDArray maps) {
    Shape shape = maps.getShape();
    return maps.reshape(shape.get(0), shape.get(1), -1).transpose(0, 2, 1);
  }
}
