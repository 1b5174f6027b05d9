package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.synthetic.SyntheticIdentity;
import io.sketchwatch.jobs.demo.DemoModel;
import io.sketchwatch.operators.embedding.EncoderInput;
import io.sketchwatch.operators.embedding.EncoderOutput;
import io.sketchwatch.operators.embedding.OnnxEncoderFactory;
import io.sketchwatch.operators.inference.InferenceDevice;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.inference.SharedInference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes with the product, on drawn people, with both engines. */
@Timeout(60)
class InferenceEngineTest {

  private static final double PARITY = 0.9999;
  private static final int PEOPLE = 6;

  @TempDir private static Path cache;

  private static final List<Image> PHOTOS = new ArrayList<>();
  private static final List<Image> SKETCHES = new ArrayList<>();
  private static ModelPackage model;

  @BeforeAll
  static void drawPeople() throws IOException, BadImageException {
    model = DemoModel.open(cache);
    for (int person = 0; person < PEOPLE; person++) {
      SyntheticIdentity identity = SyntheticDataSet.identity(1, person);
      PHOTOS.add(ImageCodec.decode(identity.photo(0).jpeg().data()));
      SKETCHES.add(identity.sketch(0));
    }
  }

  @Test
  void shouldEmbedPhotosAndSketchesAlikeWithBothEngines() throws Exception {
    assertAlike(embed(InferenceEngine.PYTORCH, Modality.PHOTO, PHOTOS), Modality.PHOTO, PHOTOS);
    assertAlike(
        embed(InferenceEngine.PYTORCH, Modality.SKETCH, SKETCHES), Modality.SKETCH, SKETCHES);
  }

  @Test
  void shouldServeOnPyTorchWithSeveralWorkers() throws Exception {
    var encoder = new OnnxEncoderFactory(model.folder().toString(), InferenceEngine.PYTORCH);
    InferenceSettings settings =
        new InferenceSettings(
            2, Duration.ofMillis(1), 3, Duration.ofMinutes(1), InferenceDevice.CPU);
    List<Image> many = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      many.addAll(PHOTOS);
    }
    try (var lease = encoder.lease(settings, Device.cpu())) {
      assertAlike(serve(lease, many), Modality.PHOTO, many);
    }
  }

  private static List<Embedding> serve(
      SharedInference.Lease<EncoderInput, EncoderOutput> lease, List<Image> images)
      throws InterruptedException {
    List<CompletableFuture<EncoderOutput>> outputs = new ArrayList<>();
    for (Image image : images) {
      outputs.add(lease.service().submit(new EncoderInput(Modality.PHOTO, image)));
    }
    return outputs.stream().map(output -> output.join().embedding()).toList();
  }

  private static List<Embedding> embed(
      InferenceEngine engine, Modality modality, List<Image> images) throws IOException {
    try (Encoder encoder = engine.open(model, Device.cpu())) {
      return encoder.embed(modality, images);
    }
  }

  private static void assertAlike(List<Embedding> actual, Modality modality, List<Image> images)
      throws IOException {
    List<Embedding> expected = embed(InferenceEngine.ONNX_RUNTIME, modality, images);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).score(expected.get(i))).isGreaterThanOrEqualTo(PARITY);
    }
  }
}
