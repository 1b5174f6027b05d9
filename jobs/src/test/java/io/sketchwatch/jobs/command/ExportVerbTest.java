package io.sketchwatch.jobs.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.fasterxml.jackson.databind.JsonNode;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.modelexport.weights.WeightImport;
import io.sketchwatch.modelexport.weights.WeightImport.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ExportVerbTest {

  private static final Path WEIGHTS = Path.of("src/test/resources/weights/streams.npz");

  @TempDir private static Path folder;
  private static String data;
  private static String checkpoint;

  private Path out;

  @BeforeAll
  static void drawPeople() throws IOException {
    data = folder.resolve("data").toString();
    SyntheticDataSet.write(Path.of(data), 30, 2, 2, 3, done -> {});
    checkpoint =
        new WeightImport(Kind.DALNET, 64, 32)
            .write(WEIGHTS, folder.resolve("checkpoint"))
            .folder()
            .toString();
  }

  @BeforeEach
  void chooseFolder(TestInfo test) {
    out = folder.resolve(test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void shouldComputeEveryConvolutionWithBytes() throws Exception {
    JsonNode manifest = exported("--data", data, "--precision", "int8");

    assertThat(manifest.path("modelId").asText()).endsWith("-int8");
    assertThat(manifest.path("metrics").path("parityCosine").asDouble()).isBetween(0.98, 0.99999);
    assertThat(manifest.path("metrics").has("mAP")).isTrue();
    ModelPackage made = ModelPackage.open(out);
    for (String file : List.of(ModelPackage.PHOTO_ENCODER, ModelPackage.SKETCH_ENCODER)) {
      String fused = asTheRuntimeRunsIt(made.file(file));
      assertThat(fused).contains(operator("QLinearConv"), operator("QLinearAdd"));
      assertThat(fused).doesNotContain(operator("Conv"), operator("FusedConv"));
    }
  }

  @Test
  void shouldProjectBothModalitiesIntoOneSmallerSpace() throws Exception {
    JsonNode manifest = exported("--data", data, "--project", "20", "--precision", "int8");

    assertThat(manifest.path("modelId").asText()).endsWith("-int8-20");
    assertThat(manifest.path("dimension").asInt()).isEqualTo(20);
    assertThat(manifest.path("backgroundQuantiles").has("0.999")).isTrue();
    assertThat(asTheRuntimeRunsIt(ModelPackage.open(out).file(ModelPackage.PHOTO_ENCODER)))
        .contains(operator("MatMulIntegerToFloat"));
  }

  @Test
  void shouldCalibrateOnAnotherDataSetWhereNobodyIsHeldOut() throws Exception {
    JsonNode manifest = exported("--calibrate", data, "--precision", "int8");

    assertThat(manifest.path("metrics").fieldNames()).toIterable().containsExactly("parityCosine");
  }

  @Test
  void shouldRunOnTheCpuWhereThereIsNoGpu() throws Exception {
    exported("--device", "gpu");
    String picture = Files.write(folder.resolve("person.png"), Pictures.png()).toString();
    String model = out.toString();

    CommandRun wanted =
        CommandRun.of("embed", "--model", model, "--modality", "photo", "--device", "gpu", picture);
    CommandRun evaluated =
        CommandRun.of("evaluate", "--model", model, "--data", data, "--device", "gpu", "--json");

    assertThat(wanted.exitCode()).as(wanted.err()).isZero();
    assertThat(wanted.json().get(0).path("embedding")).hasSize(64);
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
  }

  @Test
  void shouldRefuseToProjectToAsManyDimensionsAsThereAre() {
    CommandRun run = export("--data", data, "--project", "64");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly(
            "Embeddings of 64 dimensions can be projected to 1 to 63, but 64 was asked for");
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldNeedPicturesToCalibrateOn() {
    for (List<String> wanted : List.of(List.of("--precision", "int8"), List.of("--project", "8"))) {
      CommandRun run = export(wanted.toArray(new String[0]));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).startsWith("Expected --data DIR or --calibrate DIR");
    }
  }

  @Test
  void shouldNotJudgeByThePeopleItWasFittedOn() {
    CommandRun run = export("--data", data + "/test", "--precision", "int8");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("is not divided");
  }

  private JsonNode exported(String... options) throws IOException {
    List<String> more = new ArrayList<>(List.of(options));
    more.add("--json");
    CommandRun run = export(more.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().get(0);
  }

  private CommandRun export(String... options) {
    List<String> args =
        new ArrayList<>(List.of("export", "--checkpoint", checkpoint, "--out", out.toString()));
    args.addAll(List.of(options));
    return CommandRun.of(args.toArray(new String[0]));
  }

  /** The graph after the runtime's own fusions, as text. */
  private static String asTheRuntimeRunsIt(Path model) throws Exception {
    Path optimised = folder.resolve("optimised.onnx");
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizedModelFilePath(optimised.toString());
      OrtEnvironment.getEnvironment().createSession(model.toString(), options).close();
    }
    return Files.readString(optimised, ISO_8859_1);
  }

  /** A node's field 4 in protobuf: tag, length, text. */
  private static String operator(String name) {
    return "\"" + (char) name.length() + name;
  }
}
