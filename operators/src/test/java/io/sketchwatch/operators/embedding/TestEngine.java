package io.sketchwatch.operators.embedding;

import ai.djl.Device;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.TensorModel;
import java.io.IOException;
import java.nio.file.Path;

/** Engines that refuse every file. */
public enum TestEngine implements EncoderEngine {
  ONE,
  OTHER;

  @Override
  public TensorModel open(Path file, int threads, Device device) throws IOException {
    throw new InvalidModelException("Model file '%s' is not for engine %s".formatted(file, this));
  }
}
