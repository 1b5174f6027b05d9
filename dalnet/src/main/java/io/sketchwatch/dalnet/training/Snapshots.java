package io.sketchwatch.dalnet.training;

import io.sketchwatch.core.model.Tensor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What a network was like after the first and the middle epoch of its training, beside the
 * checkpoint in {@code snapshots/epoch-0001} and so on: checkpoints without the optimiser's state,
 * which can be evaluated, exported and started from, but not resumed. Each takes the room of the
 * weights; they may be deleted at any time.
 */
public final class Snapshots {

  private static final String FOLDER = "snapshots";
  private static final String NAME = "epoch-%04d";

  private Snapshots() {}

  /** Whether an epoch, from 1, is the first or the middle one of a run, and not its last. */
  static boolean isKept(int epoch, int epochs) {
    return epoch < epochs && (epoch == 1 || epoch == (epochs + 1) / 2);
  }

  /** Writes that of the manifest's epoch, atomically. */
  static void write(Path checkpoint, CheckpointManifest manifest, SortedMap<String, Tensor> weights)
      throws IOException {
    Path folder = checkpoint.resolve(FOLDER).resolve(NAME.formatted(manifest.epoch()));
    Checkpoint.write(folder, manifest, weights);
  }

  /**
   * Those of the same run from before a checkpoint, in order; none where they were not kept.
   *
   * @throws io.sketchwatch.core.model.InvalidModelException if one is damaged
   */
  public static List<Checkpoint> before(Checkpoint checkpoint) throws IOException {
    Path folder = checkpoint.folder().resolve(FOLDER);
    List<Checkpoint> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, Checkpoint::isIn)) {
        for (Path one : each) {
          found.add(Checkpoint.open(one));
        }
      }
    }
    found.removeIf(one -> !precedes(one.manifest(), checkpoint.manifest()));
    found.sort(Comparator.comparing(one -> one.manifest().epoch()));
    return found;
  }

  private static boolean precedes(CheckpointManifest one, CheckpointManifest other) {
    return one.epoch() < other.epoch()
        && Objects.equals(one.recipeHash(), other.recipeHash())
        && Objects.equals(one.dataFingerprint(), other.dataFingerprint());
  }
}
