package io.sketchwatch.modelexport.weights;

import io.sketchwatch.core.model.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How large a ResNet is, read off its tensors.
 *
 * @param width channels of the stem
 * @param blocks bottlenecks of layer1 to layer4
 */
record NetworkSize(int width, List<Integer> blocks) {

  /** Tensors whose first axis is the width times this. */
  private static final Map<String, Integer> STEM_WITNESSES =
      Map.of("conv1.weight", 1, "bn1.weight", 1, "bn1.bias", 1, "layer1.0.bn1.weight", 1);

  private static final Map<String, Integer> STAGE_WITNESSES =
      Map.of("layer3.0.bn1.weight", 4, "layer4.0.bn1.weight", 8);

  /**
   * Reads the size.
   *
   * @param stem before the names of stem, layer1 and layer2
   * @param stages before the names of layer3 and layer4
   */
  static NetworkSize of(SortedMap<String, Tensor> tensors, String stem, String stages) {
    List<Integer> blocks = new ArrayList<>();
    for (String stage : List.of(stem + "layer1", stem + "layer2", stages + "layer3")) {
      blocks.add(blocks(tensors, stage));
    }
    blocks.add(blocks(tensors, stages + "layer4"));
    return new NetworkSize(width(tensors, stem, stages), blocks);
  }

  /**
   * What most tensors say, so that one of another shape does not make all the others look wrong.
   */
  private static int width(SortedMap<String, Tensor> tensors, String stem, String stages) {
    Map<Long, Integer> votes = new HashMap<>();
    STEM_WITNESSES.forEach((name, factor) -> vote(votes, tensors.get(stem + name), factor));
    STAGE_WITNESSES.forEach((name, factor) -> vote(votes, tensors.get(stages + name), factor));
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> Math.toIntExact(most.getKey()))
        .orElse(1);
  }

  private static void vote(Map<Long, Integer> votes, Tensor tensor, int factor) {
    if (tensor != null && tensor.shape().length > 0 && tensor.shape()[0] >= factor) {
      votes.merge(tensor.shape()[0] / factor, 1, Integer::sum);
    }
  }

  private static int blocks(SortedMap<String, Tensor> tensors, String stage) {
    int blocks = 0;
    while (holdsAny(tensors, stage + "." + blocks + ".")) {
      blocks++;
    }
    return Math.max(1, blocks);
  }

  /** Whether a tensor's name starts so. */
  static boolean holdsAny(SortedMap<String, Tensor> tensors, String prefix) {
    SortedMap<String, Tensor> from = tensors.tailMap(prefix);
    return !from.isEmpty() && from.firstKey().startsWith(prefix);
  }
}
