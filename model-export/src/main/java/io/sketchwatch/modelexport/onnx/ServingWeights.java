package io.sketchwatch.modelexport.onnx;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a DALNet checkpoint that serving needs, each with the shape that it must have:
 * both private streams, the shared stages, the pooling exponent and the neck. Width and block
 * counts are read off the tensors.
 */
final class ServingWeights {

  private static final List<String> TRAINING_ONLY =
      List.of("auxiliary.", "dag.", "stylePool.", "bam.", "aca.", "interactedNeck.", "classifier.");
  private static final String COUNTER = ".num_batches_tracked";

  private final Map<String, Tensor> tensors;
  private final Map<String, long[]> expected = new LinkedHashMap<>();
  private final int width;

  /**
   * @throws InvalidModelException naming a tensor that is missing, extra or misshapen
   */
  ServingWeights(Map<String, Tensor> tensors) throws InvalidModelException {
    this.tensors = tensors;
    long[] stem = get("photo.conv1.weight").shape();
    this.width = stem.length == 0 ? 0 : (int) stem[0];
    for (String stream : List.of("photo", "sketch")) {
      expected.put(stream + ".conv1.weight", new long[] {width, 3, 7, 7});
      expectNorm(stream + ".bn1", width);
      expectStage(stream + ".layer1", width, width);
      expectStage(stream + ".layer2", 4L * width, 2L * width);
    }
    expectStage("shared.layer3", 8L * width, 4L * width);
    expectStage("shared.layer4", 16L * width, 8L * width);
    expected.put("pool.p", new long[] {1});
    expectNorm("neck", dimension());
    check();
  }

  private void expectStage(String stage, long inputs, long planes) {
    for (int block = 0; block < Math.max(1, blocks(stage)); block++) {
      String name = stage + "." + block;
      long channels = block == 0 ? inputs : 4 * planes;
      expected.put(name + ".conv1.weight", new long[] {planes, channels, 1, 1});
      expectNorm(name + ".bn1", planes);
      expected.put(name + ".conv2.weight", new long[] {planes, planes, 3, 3});
      expectNorm(name + ".bn2", planes);
      expected.put(name + ".conv3.weight", new long[] {4 * planes, planes, 1, 1});
      expectNorm(name + ".bn3", 4 * planes);
      if (block == 0) {
        expected.put(name + ".downsample.0.weight", new long[] {4 * planes, channels, 1, 1});
        expectNorm(name + ".downsample.1", 4 * planes);
      }
    }
  }

  private void expectNorm(String name, long channels) {
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      expected.put(name + "." + part, new long[] {channels});
    }
  }

  private void check() throws InvalidModelException {
    for (Map.Entry<String, long[]> entry : expected.entrySet()) {
      Tensor tensor = get(entry.getKey());
      boolean scalar =
          tensor.shape().length == 0 && Arrays.equals(entry.getValue(), new long[] {1});
      if (!scalar && !Arrays.equals(tensor.shape(), entry.getValue())) {
        throw new InvalidModelException(
            "Tensor '%s' must have shape %s for width %d, but was %s"
                .formatted(
                    entry.getKey(),
                    Arrays.toString(entry.getValue()),
                    width,
                    Arrays.toString(tensor.shape())));
      }
    }
    for (String name : tensors.keySet()) {
      if (!expected.containsKey(name)
          && !name.endsWith(COUNTER)
          && TRAINING_ONLY.stream().noneMatch(name::startsWith)) {
        throw new InvalidModelException("Tensor '%s' is not part of DALNet".formatted(name));
      }
    }
  }

  /** Length of an embedding. */
  int dimension() {
    return 32 * width;
  }

  /** Number of blocks of a stage such as {@code photo.layer1}. */
  int blocks(String stage) {
    int blocks = 0;
    while (tensors.containsKey(stage + "." + blocks + ".conv1.weight")) {
      blocks++;
    }
    return blocks;
  }

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  Tensor get(String name) throws InvalidModelException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidModelException("Tensor '%s' is missing".formatted(name));
    }
    return tensor;
  }
}
