package io.sketchwatch.operators.crop;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.inference.BatchModel;
import java.util.List;

/** A detector as the inference service runs it; owns the detector. */
record DetectorModel(Detector detector) implements BatchModel<Image, List<Detection>> {

  @Override
  public List<List<Detection>> apply(List<Image> batch) {
    return detector.detect(batch);
  }

  @Override
  public void close() {
    detector.close();
  }
}
