package io.sketchwatch.modelexport.weights;

import ai.djl.nn.Parameter;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.network.DalNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names and shapes of a network's tensors.
 *
 * @param shapes by name
 */
record TensorShapes(SortedMap<String, long[]> shapes) {

  private static final int SHOWN = 5;

  /** Those of a whole network. */
  static TensorShapes of(DalNet network) {
    SortedMap<String, long[]> shapes = new TreeMap<>();
    for (Map.Entry<String, Parameter> entry : network.parametersByName().entrySet()) {
      shapes.put(entry.getKey(), entry.getValue().getShape().getShape());
    }
    return new TensorShapes(shapes);
  }

  /**
   * The tensors in these shapes; numbers without an axis are taken for vectors of one.
   *
   * @param subject names weights and network in the error
   * @throws InvalidModelException naming what is missing, extra, misshapen or not finite
   */
  SortedMap<String, Tensor> fit(SortedMap<String, Tensor> tensors, String subject)
      throws InvalidModelException {
    List<String> problems = new ArrayList<>();
    SortedMap<String, Tensor> fitted = new TreeMap<>();
    shapes.forEach((name, shape) -> fit(name, shape, tensors.get(name), fitted, problems));
    TreeSet<String> extra = new TreeSet<>(tensors.keySet());
    extra.removeAll(shapes.keySet());
    extra.forEach(name -> problems.add("'%s' is not part of it".formatted(name)));
    if (!problems.isEmpty()) {
      String more =
          problems.size() > SHOWN ? ", and %d more".formatted(problems.size() - SHOWN) : "";
      List<String> shown = problems.subList(0, Math.min(SHOWN, problems.size()));
      throw new InvalidModelException(subject + ": " + String.join(", ", shown) + more);
    }
    return fitted;
  }

  private static void fit(
      String name,
      long[] shape,
      Tensor tensor,
      SortedMap<String, Tensor> fitted,
      List<String> problems) {
    if (tensor == null) {
      problems.add("'%s' is missing".formatted(name));
      return;
    }
    boolean isNumber = tensor.shape().length == 0 && Arrays.equals(shape, new long[] {1});
    if (!isNumber && !Arrays.equals(shape, tensor.shape())) {
      problems.add(
          "'%s' must have shape %s, but has %s"
              .formatted(name, Arrays.toString(shape), Arrays.toString(tensor.shape())));
      return;
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        problems.add("'%s' holds a number that is not finite".formatted(name));
        return;
      }
    }
    fitted.put(name, new Tensor(shape, tensor.values()));
  }
}
