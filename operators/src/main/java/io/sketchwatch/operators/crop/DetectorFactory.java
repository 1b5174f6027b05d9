package io.sketchwatch.operators.crop;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Says which detector a job uses; travels with the job graph and opens it where it runs. */
public interface DetectorFactory extends Serializable {

  /** The same for factories that open the same detector on the same device. */
  String key();

  /**
   * Loads it; the caller closes it.
   *
   * @param device where it runs, if it has the choice
   */
  Detector open(Device device) throws IOException;

  /** Leases this process's one instance of the detector on a device. */
  default SharedInference.Lease<Image, List<Detection>> lease(
      InferenceSettings settings, Device device) throws IOException {
    return SharedInference.acquire(
        "detector:" + key() + "@" + device,
        () -> new InferenceService<>("detector", new DetectorModel(open(device)), settings));
  }
}
