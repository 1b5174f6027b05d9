package io.sketchwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.ModelManifest.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OnnxEncoderTest {

  @TempDir Path folder;

  @Test
  void shouldNormaliseWhatTheModelGivesForEachImageInOrder() throws Exception {
    try (OnnxEncoder encoder =
        OnnxEncoder.open(ColourEncoderModel.write(folder, Kind.ENCODER, 3), 1)) {
      List<Embedding> embeddings =
          encoder.embed(Modality.PHOTO, List.of(plain(200, 40, 90), plain(10, 250, 0)));

      assertThat(embeddings).hasSize(2);
      assertIsColour(embeddings.get(0), 200, 40, 90);
      assertIsColour(embeddings.get(1), 10, 250, 0);
      assertThat(encoder.modelId()).isEqualTo("colours");
      assertThat(encoder.embed(Modality.PHOTO, List.of())).isEmpty();
    }
  }

  @Test
  void shouldEmbedSketchesWithTheirOwnModel() throws Exception {
    try (OnnxEncoder encoder =
        OnnxEncoder.open(ColourEncoderModel.write(folder, Kind.ENCODER, 3), 1)) {
      Image image = plain(200, 40, 90);
      Embedding photo = encoder.embed(Modality.PHOTO, List.of(image)).get(0);
      Embedding sketch = encoder.embed(Modality.SKETCH, List.of(image)).get(0);

      assertThat(photo.score(sketch)).isCloseTo(-1, within(1e-6));
    }
  }

  @Test
  void shouldGiveConcurrentCallersTheirOwnEmbeddings() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (OnnxEncoder encoder =
        OnnxEncoder.open(ColourEncoderModel.write(folder, Kind.ENCODER, 3), 1)) {
      List<Future<Embedding>> futures = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int red = i;
        futures.add(
            callers.submit(
                () -> encoder.embed(Modality.PHOTO, List.of(plain(red, 7, 255 - red))).get(0)));
      }
      for (int i = 0; i < futures.size(); i++) {
        assertIsColour(futures.get(i).get(), i, 7, 255 - i);
      }
    } finally {
      callers.shutdown();
      assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldRefuseAManifestThatClaimsAnotherDimension() throws Exception {
    ModelPackage claims512 = ColourEncoderModel.write(folder, Kind.ENCODER, 512);

    assertThatThrownBy(() -> OnnxEncoder.open(claims512, 1))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'colours'")
        .hasMessageContaining("[1, 512]")
        .hasMessageContaining("[1, 3]");
  }

  @Test
  void shouldRefuseADetector() throws Exception {
    ModelPackage detector = ColourEncoderModel.write(folder, Kind.DETECTOR, 0);

    assertThatThrownBy(() -> OnnxEncoder.open(detector, 1))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("DETECTOR");
  }

  @Test
  void shouldNameAFileThatTheRuntimeCannotLoad() throws Exception {
    Path file = Files.write(folder.resolve("photo.onnx"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> OnnxModel.open(file, 1))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(file.toString());
  }

  private static void assertIsColour(Embedding embedding, int... rgb) {
    float[] expected = new float[3];
    for (int i = 0; i < 3; i++) {
      expected[i] =
          (float) ((rgb[i] - InputSpec.IMAGENET_MEAN.get(i)) / InputSpec.IMAGENET_STD.get(i));
    }
    assertThat(embedding.values())
        .containsExactly(Embedding.normalised(expected).values(), within(1e-5f));
  }

  private static Image plain(int red, int green, int blue) {
    byte[] rgb = new byte[5 * 9 * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new Image(5, 9, rgb);
  }
}
