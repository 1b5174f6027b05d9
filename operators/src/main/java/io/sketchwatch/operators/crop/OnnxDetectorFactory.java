package io.sketchwatch.operators.crop;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens a detector from a package folder, which must be there on every TaskManager.
 *
 * @param folder of the package
 * @param threads that one batch may use on the CPU, at least 1
 */
public record OnnxDetectorFactory(String folder, int threads) implements DetectorFactory {

  @Override
  public String key() {
    return "%s (%d threads)".formatted(folder, threads);
  }

  @Override
  public Detector open(Device device) throws IOException {
    ModelPackage verified = ModelPackage.open(Path.of(folder));
    return ModelDevice.open(device, on -> OnnxDetector.open(verified, threads, on));
  }
}
