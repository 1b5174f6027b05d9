package io.sketchwatch.modelexport.tfjs;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.integers;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.OnnxGraph;
import io.sketchwatch.modelexport.tfjs.StoredTensor.Padding;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds the transposes and paddings to a graph that could not be left out, each once. */
final class Layout {

  private final OnnxGraph graph;
  private final Set<String> made = new HashSet<>();

  Layout(OnnxGraph graph) {
    this.graph = graph;
  }

  /** The same tensor in TensorFlow's own order of axes, its padding applied. */
  StoredTensor plain(StoredTensor source) throws InvalidModelException {
    return settle(arrange(source, Axes.identity(source.rank())));
  }

  /** The same tensor held in a given order of axes; padding may still be to come. */
  StoredTensor arrange(StoredTensor source, Axes axes) throws InvalidModelException {
    if (source.rank() != axes.rank()) {
      throw new InvalidModelException(
          "Expected %d axes, but '%s' has another number".formatted(axes.rank(), source));
    }
    if (source.axes().equals(axes)) {
      return source;
    }
    StoredTensor settled = settle(source);
    Axes move = settled.axes().then(axes.inverse());
    String name = "%s.%s".formatted(settled.name(), move.order());
    if (made.add(name)) {
      graph.node("Transpose", List.of(settled.name()), name, integers("perm", move.toLongs()));
    }
    return new StoredTensor(name, move.apply(settled.shape()), axes, null);
  }

  /** The same tensor with its padding applied. */
  StoredTensor settle(StoredTensor source) {
    Padding padding = source.padding();
    if (padding == null) {
      return source;
    }
    String name =
        "%s.padded%s%s".formatted(source.name(), Arrays.toString(padding.pads()), padding.value());
    if (made.add(name)) {
      graph.constant(name + ".pads", padding.pads());
      graph.constant(name + ".value", new Tensor(new long[0], new float[] {padding.value()}));
      graph.node("Pad", List.of(source.name(), name + ".pads", name + ".value"), name);
    }
    return source.as(name, source.shape());
  }
}
