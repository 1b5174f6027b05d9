package io.sketchwatch.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.evaluation.DalNetEncoder;
import io.sketchwatch.dalnet.synthetic.SyntheticIdentity;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.modelexport.pack.Judge;
import io.sketchwatch.modelexport.pack.PackageExporter;
import io.sketchwatch.modelexport.pack.Reduction;
import io.sketchwatch.modelexport.pack.SampleImages;
import io.sketchwatch.modelexport.weights.WeightImport;
import io.sketchwatch.modelexport.weights.WeightImport.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointExportTest {

  private static final Path FILES = Path.of("src/test/resources/weights");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"streams, FLOAT32, 0.999999", "whole, FLOAT32, 0.999999", "whole, FLOAT16, 0.9999"})
  void shouldEmbedAsTheNetworkItselfDoes(String weights, Precision precision, double parity)
      throws IOException {
    Checkpoint checkpoint = imported(weights);
    ModelPackage exported =
        new CheckpointExport("tiny", precision)
            .export(checkpoint.folder(), null, folder.resolve("model"), () -> {});

    try (Encoder network = DalNetEncoder.open(checkpoint, Device.cpu());
        Encoder encoder = OnnxEncoder.open(exported, 1)) {
      for (Modality modality : Modality.values()) {
        List<Image> images = images();
        List<Embedding> expected = network.embed(modality, images);
        List<Embedding> actual = encoder.embed(modality, images);
        for (int i = 0; i < images.size(); i++) {
          assertThat(actual.get(i).score(expected.get(i))).isGreaterThan(parity);
        }
        assertThat(actual.get(0).score(actual.get(3))).isLessThan(0.999);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "photo.conv1.weight",
    "sketch.layer2.0.bn3.weight",
    "shared.layer4.0.conv2.weight",
    "pool.p",
    "neck.running_mean"
  })
  void shouldRefuseAPackageOfWeightsThatAreNotTheNetworks(String name) throws IOException {
    Checkpoint checkpoint = imported("streams");
    ModelManifest description = description(checkpoint);
    try (Encoder network = DalNetEncoder.open(checkpoint, Device.cpu())) {
      Path file = checkpoint.folder().resolve(Checkpoint.WEIGHTS);
      SortedMap<String, Tensor> weights = Safetensors.read(file);
      float[] values = weights.get(name).values();
      for (int i = 0; i < values.length; i++) {
        values[i] = -values[i];
      }
      Safetensors.write(file, weights);
      PackageExporter exporter =
          new PackageExporter(network, SampleImages.NONE, Reduction.to(Precision.FLOAT32));
      Path out = folder.resolve("wrong");

      assertThatThrownBy(
              () ->
                  exporter.export(description, checkpoint.folder(), out, encoder -> Judge.NOTHING))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining(
              "'tiny' of precision float32 must agree with its network to cosine 0.9999");
      assertThat(out).isEmptyDirectory();
    }
  }

  @Test
  void shouldClaimNoTrainingBehindImportedWeights() throws IOException {
    ModelManifest manifest = description(imported("streams"));

    assertThat(manifest.recipe()).containsEntry("kind", "DALNET").containsKey("sha256");
    assertThat(manifest.seed()).isNull();
    assertThat(manifest.dataFingerprint()).isNull();
    assertThat(manifest.notices())
        .extracting(ModelManifest.Notice::name)
        .containsExactly("streams.npz");
  }

  private ModelManifest description(Checkpoint checkpoint) throws IOException {
    return new CheckpointExport("tiny", Precision.FLOAT32)
        .export(checkpoint.folder(), null, folder.resolve("right"), () -> {})
        .manifest();
  }

  private Checkpoint imported(String name) throws IOException {
    return new WeightImport(Kind.DALNET, 64, 32)
        .write(FILES.resolve(name + ".npz"), folder.resolve("checkpoint"));
  }

  /** Noise and drawn people, of the input's size and of others. */
  private static List<Image> images() {
    Random random = new Random(9);
    List<Image> images = new ArrayList<>();
    for (int width : new int[] {32, 7, 90}) {
      byte[] rgb = new byte[width * 64 * 3];
      random.nextBytes(rgb);
      images.add(new Image(width, 64, rgb));
    }
    for (int person = 0; person < 3; person++) {
      images.add(SyntheticIdentity.of(person).photo(0).image());
      images.add(SyntheticIdentity.of(person).sketch(0));
    }
    return images;
  }
}
