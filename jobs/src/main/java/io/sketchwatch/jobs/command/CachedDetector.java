package io.sketchwatch.jobs.command;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import io.sketchwatch.modelexport.fetch.ModelFetcher;
import io.sketchwatch.modelexport.fetch.ModelSource;
import io.sketchwatch.operators.crop.HogDetector;
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
    Path cache = ModelFetcher.defaultCache(System.getenv());
    Optional<Path> folder = new ModelFetcher(cache).find(ModelSource.NANODET);
    if (folder.isPresent()) {
      int threads = Runtime.getRuntime().availableProcessors();
      return OnnxDetector.open(ModelPackage.open(folder.get()), threads);
    }
    notes.printf(
        "Detector '%s' is not in the cache, so people are found by HOG, which is slower and worse:"
            + " fetch it with 'sketchwatch models fetch'%n",
        ModelSource.NANODET.modelId());
    return new HogDetector();
  }
}
