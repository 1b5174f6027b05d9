package io.sketchwatch.operators.model;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.io.IOException;

/**
 * Opens an encoder from where it was announced; on the CPU a batch has one thread.
 *
 * @param announced the package
 */
public record PackageEncoderFactory(AnnouncedPackage announced) implements EncoderFactory {

  private static final long serialVersionUID = 1;

  @Override
  public String key() {
    return announced.modelId() + " " + announced.sha256();
  }

  @Override
  public Encoder open(Device device) throws IOException {
    return announced.open(
        verified -> ModelDevice.open(device, on -> OnnxEncoder.open(verified, 1, on)));
  }
}
