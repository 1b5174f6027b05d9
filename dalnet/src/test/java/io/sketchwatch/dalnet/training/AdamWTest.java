package io.sketchwatch.dalnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.engine.PyTorch;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expected values: PyTorch's documented algorithm in double precision. */
class AdamWTest {

  private static final float[] FIRST = {1, -2, 0.5f};
  private static final float[][] GRADIENTS = {
    {1e-7f, 0.5f, -3}, {2e-7f, -0.25f, 1}, {-1e-7f, 0.1f, 2}
  };
  private static final double RATE = 0.1;

  private final NDManager manager = PyTorch.manager(Device.cpu());

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void shouldMoveMatricesAsPyTorchDoesEvenForTinyGradients() {
    assertThat(valuesAfterTraining("classifier.weight", new Shape(1, 3)))
        .containsExactly(new float[] {0.773635f, -2.145729f, 0.628518f}, within(3e-6f));
  }

  @Test
  void shouldNotDecayVectorsAndTheAuxiliaryKernel() {
    float[] undecayed = {0.779079f, -2.158158f, 0.631992f};

    assertThat(valuesAfterTraining("neck.bias", new Shape(3)))
        .containsExactly(undecayed, within(3e-6f));
    assertThat(valuesAfterTraining("dag.kernel", new Shape(1, 3)))
        .containsExactly(undecayed, within(3e-6f));
  }

  @Test
  void shouldGoOnFromItsStateAsIfItHadNotStopped() throws Exception {
    Parameter parameter = parameter(new Shape(1, 3));
    AdamW before = optimizer("classifier.weight", parameter);
    step(before, parameter, GRADIENTS[0]);
    step(before, parameter, GRADIENTS[1]);
    SortedMap<String, Tensor> state = before.state();

    AdamW after = optimizer("classifier.weight", parameter);
    after.restore(state, 2);
    step(after, parameter, GRADIENTS[2]);

    assertThat(parameter.getArray().toFloatArray())
        .isEqualTo(valuesAfterTraining("classifier.weight", new Shape(1, 3)));
  }

  @Test
  void shouldStopAtAGradientThatIsNotFinite() {
    Parameter parameter = parameter(new Shape(1, 3));
    AdamW optimizer = optimizer("pool.p", parameter);

    assertThatThrownBy(() -> step(optimizer, parameter, new float[] {1, Float.NaN, 1}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("Gradient of 'pool.p' is NaN");
  }

  private float[] valuesAfterTraining(String name, Shape shape) {
    Parameter parameter = parameter(shape);
    AdamW optimizer = optimizer(name, parameter);
    for (float[] gradient : GRADIENTS) {
      step(optimizer, parameter, gradient);
    }
    return parameter.getArray().toFloatArray();
  }

  private static AdamW optimizer(String name, Parameter parameter) {
    return new AdamW(
        new TrainingConfig.Optimiser(1, 0, RATE, 0.02, 1, 1, 1), Map.of(name, parameter));
  }

  private Parameter parameter(Shape shape) {
    Parameter parameter =
        Parameter.builder()
            .setName("p")
            .setType(Parameter.Type.WEIGHT)
            .optShape(shape)
            .optInitializer((into, as, type) -> into.create(FIRST, as))
            .build();
    parameter.initialize(manager, DataType.FLOAT32);
    return parameter;
  }

  private void step(AdamW optimizer, Parameter parameter, float[] gradient) {
    NDArray array = parameter.getArray();
    try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      gradients.backward(manager.create(gradient, array.getShape()).mul(array).sum());
    }
    optimizer.step(RATE);
  }
}
