package io.sketchwatch.operators.model;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.io.IOException;

/**
 * Opens an encoder from where it was announced.
 *
 * @param announced the package
 * @param threads that one batch may use on the CPU, at least 1
 */
public record PackageEncoderFactory(AnnouncedPackage announced, int threads)
    implements EncoderFactory {

  private static final long serialVersionUID = 1;

  @Override
  public String key() {
    return "%s %s (%d threads)".formatted(announced.modelId(), announced.sha256(), threads);
  }

  @Override
  public Encoder open(Device device) throws IOException {
    return announced.open(
        verified -> ModelDevice.open(device, on -> OnnxEncoder.open(verified, threads, on)));
  }
}
