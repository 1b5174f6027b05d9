package io.sketchwatch.operators.embedding;

import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The encoder of a model package.
 *
 * @param folder of the package, readable on every TaskManager; verified each time it is opened
 * @param threads of one call, at least 1
 */
public record PackagedEncoderFactory(String folder, int threads) implements EncoderFactory {

  private static final long serialVersionUID = 1;

  @Override
  public String key() {
    return folder;
  }

  @Override
  public Encoder open() throws IOException {
    return OnnxEncoder.open(ModelPackage.open(Path.of(folder)), threads);
  }
}
