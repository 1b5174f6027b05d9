package io.sketchwatch.operators.crop;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxDetector;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens a detector from a package folder, which must be there on every TaskManager; on the CPU a
 * batch has one thread.
 *
 * @param folder of the package
 */
public record OnnxDetectorFactory(String folder) implements DetectorFactory {

  @Override
  public String key() {
    return folder;
  }

  @Override
  public Detector open(Device device) throws IOException {
    ModelPackage verified = ModelPackage.open(Path.of(folder));
    return ModelDevice.open(device, on -> OnnxDetector.open(verified, 1, on));
  }
}
