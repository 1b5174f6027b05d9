package io.sketchwatch.dalnet.training;

import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes checkpoint after checkpoint into a folder until its process is killed. */
final class CheckpointWriter {

  private static final int VALUES = 1 << 18;

  private CheckpointWriter() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int first = Checkpoint.isIn(folder) ? Checkpoint.open(folder).manifest().epoch() + 1 : 1;
    for (int epoch = first; ; epoch++) {
      Checkpoint.write(folder, manifest(epoch), tensors(epoch), tensors(-epoch));
      System.out.println(epoch);
    }
  }

  private static CheckpointManifest manifest(int epoch) {
    TrainingConfig recipe = TrainingConfig.fromScratch();
    DalNetConfig network =
        new DalNetConfig(1, List.of(1, 1, 1, 1), 2, 16, 16, List.of(Stream.PHOTO, Stream.SKETCH));
    return new CheckpointManifest(
        1, network, null, recipe, recipe.hash(), "data", null, 1, 1, epoch, epoch, new TreeMap<>());
  }

  private static SortedMap<String, Tensor> tensors(float value) {
    float[] values = new float[VALUES];
    Arrays.fill(values, value);
    return new TreeMap<>(java.util.Map.of("tensor", new Tensor(new long[] {VALUES}, values)));
  }
}
