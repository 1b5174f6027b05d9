package io.sketchwatch.dalnet.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Takes a network's weights out and puts them in, by checkpoint key. */
public final class Weights {

  private static final String BATCH_COUNT = ".num_batches_tracked";

  /** Torchvision's classifier of ImageNet. */
  private static final String OTHER_CLASSIFIER = "fc.";

  private Weights() {}

  /** Copies every parameter and running value. */
  public static SortedMap<String, Tensor> of(DalNet network) {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    network
        .parametersByName()
        .forEach((name, parameter) -> tensors.put(name, tensor(parameter.getArray())));
    return tensors;
  }

  private static Tensor tensor(NDArray array) {
    return new Tensor(array.getShape().getShape(), array.toFloatArray());
  }

  /**
   * Overwrites every parameter and running value of an initialised network. PyTorch's batch counts
   * and torchvision's classifier are ignored.
   *
   * @param source names the weights in errors
   * @throws InvalidModelException if a tensor is missing, left over or of another shape
   */
  public static void load(DalNet network, Map<String, Tensor> tensors, String source)
      throws InvalidModelException {
    Map<String, Parameter> parameters = network.parametersByName();
    TreeSet<String> surplus = new TreeSet<>(tensors.keySet());
    surplus.removeIf(name -> name.endsWith(BATCH_COUNT) || name.startsWith(OTHER_CLASSIFIER));
    surplus.removeAll(parameters.keySet());
    if (!surplus.isEmpty()) {
      throw new InvalidModelException(
          "Weights '%s' hold '%s', which this network has not (%d such tensors)"
              .formatted(source, surplus.first(), surplus.size()));
    }
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      load(entry.getKey(), entry.getValue().getArray(), tensors.get(entry.getKey()), source);
    }
  }

  private static void load(String name, NDArray array, Tensor tensor, String source)
      throws InvalidModelException {
    if (tensor == null) {
      throw new InvalidModelException("Weights '%s' lack tensor '%s'".formatted(source, name));
    }
    long[] expected = array.getShape().getShape();
    if (!Arrays.equals(expected, tensor.shape())) {
      throw new InvalidModelException(
          "Tensor '%s' of weights '%s' must have shape %s, but was %s"
              .formatted(name, source, Arrays.toString(expected), Arrays.toString(tensor.shape())));
    }
    array.set(FloatBuffer.wrap(tensor.values()));
  }
}
