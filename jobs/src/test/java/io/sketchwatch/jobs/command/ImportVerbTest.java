package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.dalnet.training.CheckpointManifest;
import io.sketchwatch.modelexport.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The expected embeddings are PyTorch's: see {@code make_weight_files.py} of module model-export.
 */
class ImportVerbTest {

  private static final Path FILES = Path.of("src/test/resources/weights");
  private static final Path RESNET =
      Path.of("../model-export/src/test/resources/weights/resnet.pth");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"streams, 64x32", "whole, 48x32"})
  void shouldEmbedWithImportedWeightsAsPyTorchDoes(String name, String input) throws Exception {
    String checkpoint = folder.resolve("checkpoint").toString();
    String model = folder.resolve("model").toString();
    String weights = FILES.resolve(name + ".npz").toString();

    done("import", "dalnet", "--weights", weights, "--out", checkpoint, "--input", input);
    done("export", "--checkpoint", checkpoint, "--out", model);

    SortedMap<String, Tensor> expected = WeightFile.read(FILES.resolve(name + "-expected.npz"));
    List<Path> pictures = pictures(expected.get("pictures"));
    for (String modality : List.of("photo", "sketch")) {
      assertThat(embed(model, modality, pictures))
          .as("%s of %s", modality, name)
          .containsExactly(expected.get(modality).values(), within(2e-5f));
    }
  }

  private static float[] embed(String model, String modality, List<Path> files) throws Exception {
    String first = files.get(0).toString();
    String second = files.get(1).toString();
    CommandRun run = done("embed", "--model", model, "--modality", modality, first, second);
    float[] values = new float[run.json().size() * run.json().get(0).get("embedding").size()];
    int i = 0;
    for (JsonNode line : run.json()) {
      for (JsonNode value : line.get("embedding")) {
        values[i++] = value.floatValue();
      }
    }
    return values;
  }

  /** Planes of numbers from 0 to 255, {@code [2, 3, height, width]}, as PNG files. */
  private List<Path> pictures(Tensor planes) throws IOException {
    int height = (int) planes.shape()[2];
    int width = (int) planes.shape()[3];
    int plane = height * width;
    byte[][] rgb = new byte[2][3 * plane];
    for (int i = 0; i < planes.values().length; i++) {
      int channel = i / plane % 3;
      rgb[i / (3 * plane)][3 * (i % plane) + channel] = (byte) planes.values()[i];
    }
    return List.of(
        Files.write(folder.resolve("0.png"), ImageCodec.png(new Image(width, height, rgb[0]))),
        Files.write(folder.resolve("1.png"), ImageCodec.png(new Image(width, height, rgb[1]))));
  }

  @Test
  void shouldSayWhatItImported() {
    String out = folder.resolve("resnet").toString();

    CommandRun run =
        done(
            "import", "resnet50", "--weights", RESNET.toString(), "--out", out, "--input", "64x32");

    assertThat(run.out())
        .isEqualTo(
            "The checkpoint is in %s: width 2, blocks [1, 2, 1, 1],".formatted(out)
                + " streams [PHOTO, AUXILIARY, SKETCH], input 64x32"
                + System.lineSeparator());
  }

  @Test
  void shouldExportAResNetWithItsOriginAndNoClaimToItsLicence() throws Exception {
    String out = folder.resolve("resnet").toString();
    String model = folder.resolve("model").toString();
    CommandRun imported =
        done("import", "resnet50", "--weights", RESNET.toString(), "--out", out, "--json");

    JsonNode manifest = done("export", "--checkpoint", out, "--out", model, "--json").json().get(0);

    JsonNode origin = imported.json().get(0).get("origin");
    assertThat(origin.get("kind").asText()).isEqualTo("RESNET50");
    assertThat(manifest.get("recipe")).isEqualTo(origin);
    assertThat(manifest.get("notices")).hasSize(1);
    assertThat(manifest.get("notices").get(0).get("name").asText()).isEqualTo("resnet.pth");
    assertThat(manifest.get("notices").get(0).get("licence").asText()).isEqualTo("NOASSERTION");
    assertThat(manifest.get("input").get("height").asInt()).isEqualTo(288);
    assertThat(manifest.get("input").get("width").asInt()).isEqualTo(144);
  }

  @Test
  void shouldStartATrainingFromImportedWeights() throws Exception {
    String weights = folder.resolve("resnet").toString();
    String data = folder.resolve("data").toString();
    String out = folder.resolve("out").toString();
    SyntheticDataSet.write(Path.of(data), 4, 2, 1, 7, done -> {});
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.json"),
            """
            {"network": {"width": 2, "blocks": [1, 2, 1, 1], "inputHeight": 64, "inputWidth": 32},
             "batches": {"identities": 3, "examplesPerIdentity": 1}, "optimiser": {"epochs": 1, "warmUpEpochs": 0}}""");
    done("import", "resnet50", "--weights", RESNET.toString(), "--out", weights);

    CommandRun run =
        CommandRun.of(
            "train",
            "--data",
            data + "/train",
            "--out",
            out,
            "--config",
            recipe.toString(),
            "--weights",
            weights);

    assertThat(run.exitCode()).as(run.err()).isZero();
    CheckpointManifest trained = Checkpoint.open(Path.of(out)).manifest();
    assertThat(trained.origin()).isEqualTo(Checkpoint.open(Path.of(weights)).manifest().origin());
    assertThat(trained.epoch()).isEqualTo(1);
    assertThat(trained.recipe().optimiser().streamsFactor()).isEqualTo(0.1);
    CommandRun evaluated = done("evaluate", "--checkpoint", weights, "--data", data + "/test");
    assertThat(evaluated.out()).contains("rank-1");
  }

  @Test
  void shouldFailWithOneLineThatNamesTheTensor() {
    String out = folder.resolve("out").toString();

    CommandRun run =
        CommandRun.of("import", "dalnet", "--weights", RESNET.toString(), "--out", out);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("must be a DALNet", "missing");
    assertThat(Path.of(out)).doesNotExist();
  }

  private static CommandRun done(String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run;
  }
}
