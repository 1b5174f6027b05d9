package io.sketchwatch.dalnet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.engine.PyTorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Arrays of one {@code .npz} file, by name, and how closely they are to be met. */
final class Fixture implements AutoCloseable {

  private static final String FOLDER = "dalnet.fixtures";
  private static final double VALUE_TOLERANCE = 1e-4;
  private static final double GRADIENT_TOLERANCE = 1e-3;

  private final NDManager manager = PyTorch.manager(Device.cpu());
  private final Map<String, NDArray> arrays = new TreeMap<>();

  private Fixture(Path file) throws IOException {
    for (NDArray array : NDList.decode(manager, Files.readAllBytes(file))) {
      arrays.put(array.getName(), array);
    }
  }

  /** Reads a fixture from the folder of property {@code dalnet.fixtures} or the test resources. */
  static Fixture read(String name) throws IOException {
    Path folder = Path.of(System.getProperty(FOLDER, "src/test/resources/fixtures/dalnet"));
    return new Fixture(folder.resolve(name + ".npz"));
  }

  NDArray get(String name) {
    assertThat(arrays).containsKey(name);
    return arrays.get(name);
  }

  /** An array whose gradient is asked for. */
  NDArray variable(String name) {
    NDArray array = get(name);
    array.setRequiresGradient(true);
    return array;
  }

  float scalar(String name) {
    return get(name).toFloatArray()[0];
  }

  long[] longs(String name) {
    return get(name).toLongArray();
  }

  /** Arrays whose names have a prefix, which is cut off, as tensors. */
  Map<String, Tensor> tensors(String prefix) {
    Map<String, Tensor> tensors = new TreeMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            tensors.put(
                name.substring(prefix.length()),
                new Tensor(array.getShape().getShape(), array.toFloatArray()));
          }
        });
    return tensors;
  }

  void assertValue(NDArray actual, String name) {
    assertThat(actual.getShape()).as(name).isEqualTo(get(name).getShape());
    assertClose(actual.toFloatArray(), name, VALUE_TOLERANCE);
  }

  void assertValues(float[] actual, String name) {
    assertClose(actual, name, VALUE_TOLERANCE);
  }

  void assertGradient(NDArray variable, String name) {
    assertClose(variable.getGradient().toFloatArray(), name, GRADIENT_TOLERANCE);
  }

  private void assertClose(float[] actual, String name, double tolerance) {
    float[] expected = get(name).toFloatArray();
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
      assertThat(actual[i]).as("%s[%d]", name, i).isNotNaN();
    }
    assertThat(difference / largest).as("relative difference of %s", name).isLessThan(tolerance);
  }

  @Override
  public void close() {
    manager.close();
  }
}
