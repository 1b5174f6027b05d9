package io.sketchwatch.operators.model;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.operators.embedding.EncoderEngine;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.io.IOException;

/**
 * Opens an encoder from where it was announced.
 *
 * @param announced the package
 * @param engine runs it
 */
public record PackageEncoderFactory(AnnouncedPackage announced, EncoderEngine engine)
    implements EncoderFactory {

  private static final long serialVersionUID = 1;

  @Override
  public String key() {
    return "%s %s on %s".formatted(announced.modelId(), announced.sha256(), engine.name());
  }

  @Override
  public Encoder open(Device device) throws IOException {
    return announced.open(verified -> engine.open(verified, device));
  }
}
