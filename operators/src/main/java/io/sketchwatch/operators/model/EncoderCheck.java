package io.sketchwatch.operators.model;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.operators.embedding.EncoderEngine;
import java.io.IOException;

/**
 * Takes encoders whose files are those that were announced, that carry a licence notice, embed a
 * picture with both of their networks as their manifest says, and agree with the network they were
 * exported from, where they were.
 *
 * @param engine that they will run on
 */
public record EncoderCheck(EncoderEngine engine) implements PackageCheck {

  /**
   * Lowest cosine between an exported package's embeddings and its network's: what an export to
   * eight bits is held to, the coarsest there is.
   */
  static final double MIN_PARITY = 0.98;

  private static final String PARITY = "parityCosine";
  private static final long serialVersionUID = 1;

  @Override
  public ModelManifest check(AnnouncedPackage announced) throws IOException {
    return announced.open(
        verified -> {
          requireParity(verified.manifest());
          try (Encoder probed = engine.open(verified, Device.cpu())) {
            return verified.manifest();
          }
        });
  }

  private static void requireParity(ModelManifest manifest) throws InvalidModelException {
    Double parity = manifest.metrics() == null ? null : manifest.metrics().get(PARITY);
    if (parity != null && !(parity >= MIN_PARITY)) {
      throw new InvalidModelException(
          "Model '%s' must agree with its network to cosine %s, but its manifest says %s: export it again"
              .formatted(manifest.modelId(), MIN_PARITY, parity));
    }
  }
}
