package io.sketchwatch.operators.crop;

import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The detector of a model package.
 *
 * @param folder of the package, readable on every TaskManager; verified each time it is opened
 * @param threads of one call, at least 1
 */
public record PackagedDetectorFactory(String folder, int threads) implements DetectorFactory {

  private static final long serialVersionUID = 1;

  @Override
  public String key() {
    return folder;
  }

  @Override
  public Detector open() throws IOException {
    return OnnxDetector.open(ModelPackage.open(Path.of(folder)), threads);
  }
}
