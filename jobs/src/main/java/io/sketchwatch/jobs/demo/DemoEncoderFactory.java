package io.sketchwatch.jobs.demo;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.operators.embedding.EncoderEngine;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * Opens the model that comes with the product from the class path of wherever the job runs, so that
 * no TaskManager needs its folder. The files it is opened from are gone when it is open.
 *
 * @param engine runs it
 */
public record DemoEncoderFactory(EncoderEngine engine) implements EncoderFactory {

  @Override
  public String key() {
    return "demo model on " + engine.name();
  }

  @Override
  public Encoder open(Device device) throws IOException {
    Path work = Files.createTempDirectory("sketchwatch-model-");
    try {
      return engine.open(DemoModel.open(work), device);
    } finally {
      FileUtils.deleteDirectory(work.toFile());
    }
  }
}
