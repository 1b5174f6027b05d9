package io.sketchwatch.jobs.evaluation;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.ModelDevice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.operators.embedding.EncoderFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One of many models that are the same package.
 *
 * @param folder of the package
 * @param generation tells it from the others
 * @param leaks whether it is left open when it is closed
 */
public record SoakedModel(String folder, int generation, boolean leaks) implements EncoderFactory {

  /** Held for good: what nobody holds, the engine's finalizers close. */
  private static final Queue<Encoder> LEFT_OPEN = new ConcurrentLinkedQueue<>();

  @Override
  public String key() {
    return "soaked %s %d".formatted(folder, generation);
  }

  @Override
  public Encoder open(Device device) throws IOException {
    ModelPackage opened = ModelPackage.open(Path.of(folder));
    OnnxEncoder encoder = ModelDevice.open(device, on -> OnnxEncoder.open(opened, 1, on));
    if (leaks) {
      LEFT_OPEN.add(encoder);
      return new LeftOpen(encoder);
    }
    return encoder;
  }

  private record LeftOpen(Encoder encoder) implements Encoder {

    @Override
    public String modelId() {
      return encoder.modelId();
    }

    @Override
    public int dimension() {
      return encoder.dimension();
    }

    @Override
    public List<Embedding> embed(Modality modality, List<Image> images) {
      return encoder.embed(modality, images);
    }

    @Override
    public void close() {}
  }
}
