package io.sketchwatch.dalnet.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * AdamW exactly as PyTorch computes it (Loshchilov and Hutter, ICLR 2019): betas 0.9 and 0.999,
 * epsilon 1e-8 added after bias correction. Weight decay spares parameters of one axis and the
 * auxiliary kernel. Gradients are set to zero afterwards.
 *
 * <p>Call {@link #step} outside of any {@link ai.djl.ndarray.NDScope}. Moments are kept on the Java
 * heap, twice the size of the weights.
 */
final class AdamW {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final String UNDECAYED_KERNEL = "dag.kernel";
  private static final String FIRST = "first/";
  private static final String SECOND = "second/";

  private final TrainingConfig.Optimiser options;
  private final SortedMap<String, Moments> moments = new TreeMap<>();
  private int step;

  /** Running means of a parameter's gradient and of its square. */
  private static final class Moments {

    final Parameter parameter;
    final float[] first;
    final float[] second;

    Moments(Parameter parameter) {
      int size = Math.toIntExact(parameter.getArray().size());
      this.parameter = parameter;
      this.first = new float[size];
      this.second = new float[size];
    }
  }

  /** An optimiser of every trainable parameter of the map. */
  AdamW(TrainingConfig.Optimiser options, Map<String, Parameter> parameters) {
    this.options = options;
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            moments.put(name, new Moments(parameter));
          }
        });
  }

  /**
   * Moves every parameter by its gradient.
   *
   * @throws ArithmeticException if a gradient is not finite
   */
  void step(double learningRate) {
    step++;
    moments.entrySet().parallelStream()
        .forEach(entry -> move(entry.getKey(), entry.getValue(), learningRate));
  }

  private void move(String name, Moments moments, double learningRate) {
    NDArray weights = moments.parameter.getArray();
    double rate = learningRate * options.factor(name);
    double decay = decays(name, weights) ? options.weightDecay() : 0;
    try (NDManager scratch = weights.getManager().newSubManager();
        NDArray gradient = weights.getGradient()) {
      gradient.attach(scratch);
      FloatBuffer values = floats(weights);
      update(name, values, floats(gradient), moments, rate, decay);
      gradient.subi(gradient);
      if (weights.getDevice().isGpu()) {
        weights.set(values);
      }
    }
  }

  /** The array's own memory, or a copy where that is on a GPU. */
  private static FloatBuffer floats(NDArray array) {
    return array.getDevice().isGpu()
        ? FloatBuffer.wrap(array.toFloatArray())
        : array.toByteBuffer(true).asFloatBuffer();
  }

  private static boolean decays(String name, NDArray weights) {
    return weights.getShape().dimension() > 1 && !name.equals(UNDECAYED_KERNEL);
  }

  private void update(
      String name,
      FloatBuffer values,
      FloatBuffer gradient,
      Moments moments,
      double rate,
      double decay) {
    float[] first = moments.first;
    float[] second = moments.second;
    float kept = (float) (1 - rate * decay);
    float stride = (float) (rate / (1 - Math.pow(BETA1, step)));
    float correction = (float) Math.sqrt(1 - Math.pow(BETA2, step));
    for (int i = 0; i < first.length; i++) {
      float g = gradient.get(i);
      if (!Float.isFinite(g)) {
        throw new ArithmeticException("Gradient of '%s' is %s".formatted(name, g));
      }
      first[i] += (1 - BETA1) * (g - first[i]);
      second[i] = BETA2 * second[i] + (1 - BETA2) * g * g;
      float deviation = (float) Math.sqrt(second[i]) / correction + EPSILON;
      values.put(i, values.get(i) * kept - stride * first[i] / deviation);
    }
  }

  /** The moments, to be kept in a checkpoint. */
  SortedMap<String, Tensor> state() {
    SortedMap<String, Tensor> state = new TreeMap<>();
    moments.forEach(
        (name, own) -> {
          long[] shape = own.parameter.getArray().getShape().getShape();
          state.put(FIRST + name, new Tensor(shape, own.first.clone()));
          state.put(SECOND + name, new Tensor(shape, own.second.clone()));
        });
    return state;
  }

  /**
   * Goes on from a checkpoint.
   *
   * @param steps made so far
   */
  void restore(SortedMap<String, Tensor> state, int steps) throws InvalidModelException {
    this.step = steps;
    for (Map.Entry<String, Moments> entry : moments.entrySet()) {
      restore(state, FIRST + entry.getKey(), entry.getValue().first);
      restore(state, SECOND + entry.getKey(), entry.getValue().second);
    }
  }

  private static void restore(SortedMap<String, Tensor> state, String name, float[] into)
      throws InvalidModelException {
    Tensor tensor = state.get(name);
    if (tensor == null || tensor.values().length != into.length) {
      throw new InvalidModelException(
          "Optimiser state must have '%s' with %d values".formatted(name, into.length));
    }
    System.arraycopy(tensor.values(), 0, into, 0, into.length);
  }
}
