package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;

/**
 * Batch normalisation over the second axis, of maps or vectors: {@code weight, bias, running_mean,
 * running_var}. The running values move by a tenth a step (PyTorch's momentum 0.1).
 */
final class BatchNormalisation extends Layer {

  private static final float EPSILON = 1e-5f;

  /** DJL's momentum is what is kept of the running value. */
  private static final float KEPT = 0.9f;

  private final Parameter weight;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;

  BatchNormalisation(int channels) {
    weight = parameter("weight", Parameter.Type.GAMMA, channels);
    bias = parameter("bias", Parameter.Type.BETA, channels);
    mean = buffer("running_mean", Parameter.Type.RUNNING_MEAN, channels);
    variance = buffer("running_var", Parameter.Type.RUNNING_VAR, channels);
  }

  @Override
  NDArray apply(NDArray x, boolean training) {
    int fast = -1; // DJL passes the second axis to PyTorch under this number, without copies
    return BatchNorm.batchNorm(
            x,
            mean.getArray(),
            variance.getArray(),
            weight.getArray(),
            bias.getArray(),
            fast,
            KEPT,
            EPSILON,
            training)
        .singletonOrThrow();
  }

  @Override
  Shape shapeOf(Shape input) {
    return input;
  }
}
