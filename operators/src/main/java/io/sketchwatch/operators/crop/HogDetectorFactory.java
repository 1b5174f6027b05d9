package io.sketchwatch.operators.crop;

import io.sketchwatch.core.crop.Detector;

/** Opens a {@link HogDetector}, which needs no file. */
public record HogDetectorFactory() implements DetectorFactory {

  @Override
  public String key() {
    return "hog";
  }

  @Override
  public Detector open() {
    return new HogDetector();
  }
}
