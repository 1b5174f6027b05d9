package io.sketchwatch.jobs.demo;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * Opens the model that comes with the product from the class path of wherever the job runs, so that
 * no TaskManager needs its folder. The files it is opened from are gone when it is open.
 *
 * @param threads that one batch may use, at least 1
 */
public record DemoEncoderFactory(int threads) implements EncoderFactory {

  @Override
  public String key() {
    return "demo model (%d threads)".formatted(threads);
  }

  @Override
  public Encoder open(Device device) throws IOException {
    Path work = Files.createTempDirectory("sketchwatch-model-");
    try {
      ModelPackage model = DemoModel.open(work);
      return ModelDevice.open(device, on -> OnnxEncoder.open(model, threads, on));
    } finally {
      FileUtils.deleteDirectory(work.toFile());
    }
  }
}
