package io.sketchwatch.operators.embedding;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens an encoder from a package folder, which must be there on every TaskManager.
 *
 * @param folder of the package
 * @param threads that one batch may use on the CPU, at least 1
 */
public record OnnxEncoderFactory(String folder, int threads) implements EncoderFactory {

  @Override
  public String key() {
    return "%s (%d threads)".formatted(folder, threads);
  }

  @Override
  public Encoder open(Device device) throws IOException {
    ModelPackage verified = ModelPackage.open(Path.of(folder));
    return ModelDevice.open(device, on -> OnnxEncoder.open(verified, threads, on));
  }
}
