package io.sketchwatch.operators.crop;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detector;

/** Opens a {@link HogDetector}, which needs no file and runs on the CPU. */
public record HogDetectorFactory() implements DetectorFactory {

  @Override
  public String key() {
    return "hog";
  }

  @Override
  public Detector open(Device device) {
    return new HogDetector();
  }
}
