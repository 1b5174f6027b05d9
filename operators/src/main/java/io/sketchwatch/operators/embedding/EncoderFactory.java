package io.sketchwatch.operators.embedding;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.operators.inference.InferenceService;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.io.Serializable;

/** Says which encoder a job uses; travels with the job graph and opens it where it runs. */
public interface EncoderFactory extends Serializable {

  /** The same for factories that open the same model on the same device. */
  String key();

  /**
   * Loads it; the caller closes it.
   *
   * @param device where it runs, if it has the choice
   */
  Encoder open(Device device) throws IOException;

  /** Leases this process's one instance of the model on a device, for crops and sketches alike. */
  default SharedInference.Lease<EncoderInput, EncoderOutput> lease(
      InferenceSettings settings, Device device) throws IOException {
    return SharedInference.acquire(
        "encoder:" + key() + "@" + device,
        () -> new InferenceService<>("encoder", new EncoderModel(open(device)), settings));
  }
}
