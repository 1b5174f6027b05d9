package io.sketchwatch.jobs.training;

import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PhotoMasks;
import io.sketchwatch.modelexport.fetch.FetchedMasks;
import io.sketchwatch.operators.inference.InferenceDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What to train.
 *
 * @param data the data set: a folder, or a URI of any file system that Flink knows
 * @param layout name of how its files lie
 * @param split which of its divisions into training and test, from 1
 * @param skipped files in the folder that can't be used, relative to it
 * @param checkpoint folder of the result; one that is there already is gone on from
 * @param checkpointEpochs from one checkpoint to the next, at least 1
 * @param recipe JSON of the whole training recipe
 * @param cache folder of copied data, of fetched models and of the masks that they have made
 * @param weights folder of the checkpoint whose weights are the first; null for random ones
 * @param device where it runs; on the CPU where PyTorch can use no GPU
 */
public record TrainingOrder(
    String data,
    String layout,
    int split,
    List<String> skipped,
    String checkpoint,
    int checkpointEpochs,
    String recipe,
    String cache,
    String weights,
    InferenceDevice device) {

  /** The people to learn from. */
  public PersonDataSet people() throws IOException {
    Path root = DataSetFolder.open(data, Path.of(cache), () -> {});
    Set<Path> files = new HashSet<>();
    skipped.forEach(file -> files.add(root.resolve(file)));
    return DataSetChoice.of(root, layout, split).train().without(files);
  }

  /**
   * The masks of their photos: those that the data set brings, or else those in the cache, where
   * they are put if need be.
   *
   * @param notes receives one line a step of a fetch
   * @param onPhoto told after each photo that has a mask in the cache, from any thread
   */
  public PhotoMasks masks(PersonDataSet people, Consumer<String> notes, Runnable onPhoto)
      throws IOException {
    return new FetchedMasks(Path.of(cache)).of(people, notes, onPhoto);
  }
}
