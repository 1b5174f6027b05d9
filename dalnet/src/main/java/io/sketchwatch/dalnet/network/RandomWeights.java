package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.util.Pair;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * First weights as torchvision draws them for convolutions (normal, variance 2 / fan out), as
 * re-identification draws them for the classifier (normal, deviation 0.001) and as PyTorch draws
 * them for other linear maps (even, up to 1 / sqrt(fan in)). Drawn by Java, so that they depend on
 * the seed alone, not on the engine or its threads.
 */
final class RandomWeights {

  private static final String CLASSIFIER = "classifier.";
  private static final double CLASSIFIER_DEVIATION = 1e-3;

  private final Random random;

  private RandomWeights(Random random) {
    this.random = random;
  }

  static RandomWeights of(long seed) {
    return new RandomWeights(new Random(seed));
  }

  /** Sets these for every weight; the other kinds of parameters have constants of their own. */
  void assign(ParameterList parameters) {
    for (Pair<String, Parameter> named : parameters) {
      Parameter parameter = named.getValue();
      boolean isClassifier = named.getKey().startsWith(CLASSIFIER);
      if (parameter.getType() == Parameter.Type.WEIGHT) {
        parameter.setInitializer(
            (manager, shape, type) -> manager.create(weights(shape, isClassifier), shape));
      }
    }
  }

  private float[] weights(Shape shape, boolean isClassifier) {
    if (shape.dimension() == 4) {
      return normal(shape, Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3))));
    }
    return isClassifier
        ? normal(shape, CLASSIFIER_DEVIATION)
        : even(shape, 1 / Math.sqrt((double) shape.get(1)));
  }

  private float[] normal(Shape shape, double deviation) {
    return draw(shape, () -> random.nextGaussian() * deviation);
  }

  private float[] even(Shape shape, double limit) {
    return draw(shape, () -> (2 * random.nextDouble() - 1) * limit);
  }

  private static float[] draw(Shape shape, DoubleSupplier next) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }
}
