package io.sketchwatch.modelexport.onnx;

import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A DALNet of width 4, one block a stage, after one training step, with six photos and sketches
 * ({@code [6, 3, 64, 32]}, RGB from 0 to 1) and their embeddings: worked out by an independent
 * PyTorch implementation.
 */
public final class DalNetFixture {

  private static final String PREFIX = "fixture/";

  private final SortedMap<String, Tensor> all;

  public DalNetFixture() throws IOException {
    all = Safetensors.read(Path.of("src/test/resources/dalnet-width4.safetensors"));
  }

  /** The checkpoint's tensors; the map may be changed. */
  public SortedMap<String, Tensor> weights() {
    SortedMap<String, Tensor> weights = new TreeMap<>(all);
    weights.keySet().removeIf(name -> name.startsWith(PREFIX));
    return weights;
  }

  Tensor get(String name) {
    return all.get(PREFIX + name);
  }
}
