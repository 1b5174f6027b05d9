package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * Drawn people, as many as a batch of a recipe needs, in a temporary folder.
 *
 * @param folder deleted when closed; there is room beside the people
 * @param data the people
 */
record BenchmarkPeople(Path folder, PersonDataSet data) implements AutoCloseable {

  static BenchmarkPeople draw(TrainingConfig recipe) throws IOException {
    Path folder = Files.createTempDirectory("sketchwatch-training-benchmark");
    int batch = recipe.batches().identities();
    Path root = folder.resolve("data");
    SyntheticDataSet.write(root, batch + 1 + batch / 9, 2, 2, 1, done -> {});
    return new BenchmarkPeople(folder, DataSetChoice.of(root, null, 1).train());
  }

  @Override
  public void close() throws IOException {
    FileUtils.deleteDirectory(folder.toFile());
  }
}
