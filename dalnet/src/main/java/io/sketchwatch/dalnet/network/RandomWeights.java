package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.initializer.Initializer;
import java.util.Random;

/**
 * First weights as torchvision draws them for convolutions (normal, variance 2 / fan out) and as
 * re-identification draws them for the classifier (normal, deviation 0.001). Drawn by Java, so that
 * they depend on the seed alone, not on the engine or its threads.
 */
final class RandomWeights implements Initializer {

  private static final double CLASSIFIER_DEVIATION = 1e-3;

  private final Random random;

  private RandomWeights(Random random) {
    this.random = random;
  }

  static RandomWeights of(long seed) {
    return new RandomWeights(new Random(seed));
  }

  /** Sets this for every weight; the other kinds of parameters have constants of their own. */
  void assign(ParameterList parameters) {
    for (Parameter parameter : parameters.values()) {
      if (parameter.getType() == Parameter.Type.WEIGHT) {
        parameter.setInitializer(this);
      }
    }
  }

  @Override
  public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
    double deviation =
        shape.dimension() == 4
            ? Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3)))
            : CLASSIFIER_DEVIATION;
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return manager.create(values, shape);
  }
}
