package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.sketchwatch.dalnet.engine.Owned;

/**
 * Makes the auxiliary modality of photos: the background removed, the edges enhanced.
 *
 * <pre>
 * gray      = 0.299 R + 0.587 G + 0.114 B   of photo * mask   [N, 1, H, W]
 * auxiliary = conv3x3(gray; kernel)         repeated to RGB   [N, 3, H, W]
 * </pre>
 *
 * The convolution pads with zeros and has no bias; nothing is clamped. {@code kernel} starts as an
 * edge filter, 9 in the centre and -0.8 around it, and is all that can be trained here.
 */
public final class AuxiliaryGenerator extends NamedBlock {

  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};
  private static final float[] EDGES = {-0.8f, -0.8f, -0.8f, -0.8f, 9, -0.8f, -0.8f, -0.8f, -0.8f};
  private static final Shape ONE = new Shape(1, 1);

  private final Parameter kernel;

  /** A generator whose kernel is trained, or stays as it is. */
  public AuxiliaryGenerator(boolean trained) {
    kernel =
        trained
            ? parameter("kernel", Parameter.Type.OTHER, 1, 1, 3, 3)
            : buffer("kernel", Parameter.Type.OTHER, 1, 1, 3, 3);
    kernel.setInitializer((manager, shape, type) -> manager.create(EDGES, shape));
  }

  /**
   * Makes auxiliary pictures.
   *
   * @param photos {@code [N, 3, H, W]}, RGB from 0 to 1
   * @param masks {@code [N, 1, H, W]}, 1 where the person is, 0 elsewhere
   */
  public NDArray apply(NDArray photos, NDArray masks) {
    NDArray luma = Owned.floats(photos.getManager(), LUMA, new Shape(1, 3, 1, 1));
    NDArray gray = photos.mul(masks).mul(luma).sum(new int[] {1}, true);
    return Conv2d.conv2d(gray, kernel.getArray(), null, ONE, ONE).singletonOrThrow().repeat(1, 3);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs.get(0), inputs.get(1)));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {inputs[0]};
  }
}
