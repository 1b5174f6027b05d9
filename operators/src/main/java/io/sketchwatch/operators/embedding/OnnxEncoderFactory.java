package io.sketchwatch.operators.embedding;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens an encoder from a package folder, which must be there on every TaskManager; on the CPU a
 * batch has one thread.
 *
 * @param folder of the package
 */
public record OnnxEncoderFactory(String folder) implements EncoderFactory {

  @Override
  public String key() {
    return folder;
  }

  @Override
  public Encoder open(Device device) throws IOException {
    ModelPackage verified = ModelPackage.open(Path.of(folder));
    return ModelDevice.open(device, on -> OnnxEncoder.open(verified, 1, on));
  }
}
