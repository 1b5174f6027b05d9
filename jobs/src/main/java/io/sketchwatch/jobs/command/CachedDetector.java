package io.sketchwatch.jobs.command;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.demo.DemoSettings;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** The detector that was fetched, or the one that needs no file. */
final class CachedDetector {

  private CachedDetector() {}

  /**
   * Opens it with as many threads as there are cores.
   *
   * @param notes receives a line where it is the worse one
   */
  static Detector open(PrintWriter notes) throws IOException {
    return DemoSettings.open(find(notes));
  }

  /**
   * Finds its package; empty where it is the one that needs no file.
   *
   * @param notes receives a line then
   */
  static Optional<ModelPackage> find(PrintWriter notes) throws IOException {
    Path cache = ModelFetcher.defaultCache(System.getenv());
    Optional<Path> folder = new ModelFetcher(cache).find(ModelSource.NANODET);
    if (folder.isPresent()) {
      return Optional.of(ModelPackage.open(folder.get()));
    }
    notes.printf(
        "Detector '%s' is not in the cache, so people are found by HOG, which is slower and worse:"
            + " fetch it with 'sketchwatch models fetch'%n",
        ModelSource.NANODET.modelId());
    return Optional.empty();
  }
}
