package io.sketchwatch.operators.embedding;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens an encoder from a package folder, which must be there on every TaskManager.
 *
 * @param folder of the package
 * @param engine runs it
 */
public record OnnxEncoderFactory(String folder, EncoderEngine engine) implements EncoderFactory {

  @Override
  public String key() {
    return folder + " on " + engine.name();
  }

  @Override
  public Encoder open(Device device) throws IOException {
    return engine.open(ModelPackage.open(Path.of(folder)), device);
  }
}
