package io.sketchwatch.dalnet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.engine.PyTorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arrays of one {@code .npz} file, by name, and how closely they are to be met: the largest
 * difference of an array relative to its largest value. It remembers which arrays were used, so
 * that none is forgotten.
 */
final class Fixture implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fixture.class);
  private static final double VALUE_TOLERANCE = 1e-4;
  private static final double GRADIENT_TOLERANCE = 1e-3;

  /** Below it an array counts as all zeros, and its relative difference means nothing. */
  private static final double ZERO = 1e-12;

  private final NDManager manager = PyTorch.manager(Device.cpu());
  private final Map<String, NDArray> arrays = new TreeMap<>();
  private final Set<String> unused = new TreeSet<>();
  private final Path file;
  private double worstValue;
  private double worstGradient;

  Fixture(Path file) throws IOException {
    this.file = file;
    for (NDArray array : NDList.decode(manager, Files.readAllBytes(file))) {
      arrays.put(array.getName(), array);
    }
    unused.addAll(arrays.keySet());
  }

  NDArray get(String name) {
    assertThat(arrays).as(file.toString()).containsKey(name);
    unused.remove(name);
    return arrays.get(name);
  }

  /** An array whose gradient is asked for. */
  NDArray variable(String name) {
    NDArray array = get(name);
    array.setRequiresGradient(true);
    return array;
  }

  float scalar(String name) {
    return get(name).toType(DataType.FLOAT32, false).toFloatArray()[0];
  }

  long[] longs(String name) {
    return get(name).toType(DataType.INT64, false).toLongArray();
  }

  /** Arrays whose names have a prefix, which is cut off, as tensors. */
  Map<String, Tensor> tensors(String prefix) {
    Map<String, Tensor> tensors = new TreeMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            unused.remove(name);
            tensors.put(
                name.substring(prefix.length()),
                new Tensor(array.getShape().getShape(), array.toFloatArray()));
          }
        });
    return tensors;
  }

  void assertValue(NDArray actual, String name) {
    assertThat(actual.getShape()).as(name).isEqualTo(get(name).getShape());
    assertValues(actual.toFloatArray(), name);
  }

  void assertValues(float[] actual, String name) {
    double difference = difference(actual, name);
    worstValue = Math.max(worstValue, difference);
    assertThat(difference).as("difference of %s", name).isLessThan(VALUE_TOLERANCE);
  }

  /**
   * Checks the gradients of all arrays whose names have a prefix: the file must hold some, and
   * every one must be a variable's.
   *
   * @param variables by the names that follow the prefix
   */
  void assertGradients(String prefix, Map<String, NDArray> variables) {
    Map<String, Tensor> expected = tensors(prefix);
    assertThat(expected).isNotEmpty();
    assertThat(variables).containsKeys(expected.keySet().toArray(new String[0]));
    for (String name : expected.keySet()) {
      try (NDArray gradient = variables.get(name).getGradient()) {
        double difference = difference(gradient.toFloatArray(), prefix + name);
        worstGradient = Math.max(worstGradient, difference);
        assertThat(difference)
            .as("difference of %s%s", prefix, name)
            .isLessThan(GRADIENT_TOLERANCE);
      }
    }
  }

  private double difference(float[] actual, String name) {
    float[] expected = get(name).toFloatArray();
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double difference = 0;
    double largest = ZERO;
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("%s[%d]", name, i).isFinite();
      difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return difference / largest;
  }

  /** Checks that every array of the file was an input or was compared with. */
  void assertAllUsed() {
    assertThat(unused).as("arrays of %s that no check uses", file).isEmpty();
    LOG.info(
        "{}: values within {}, gradients within {}", file.getFileName(), worstValue, worstGradient);
  }

  @Override
  public void close() {
    manager.close();
  }
}
