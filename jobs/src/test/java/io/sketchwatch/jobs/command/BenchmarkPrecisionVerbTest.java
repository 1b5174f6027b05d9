package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.modelexport.weights.WeightImport;
import io.sketchwatch.modelexport.weights.WeightImport.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkPrecisionVerbTest {

  private static final Path WEIGHTS = Path.of("src/test/resources/weights/streams.npz");

  @TempDir private Path folder;
  private String data;
  private String checkpoint;

  @BeforeEach
  void drawPeople() throws IOException {
    data = folder.resolve("data").toString();
    SyntheticDataSet.write(Path.of(data), 10, 2, 1, 3, done -> {});
    checkpoint =
        new WeightImport(Kind.DALNET, 64, 32)
            .write(WEIGHTS, folder.resolve("checkpoint"))
            .folder()
            .toString();
  }

  @Test
  void shouldTellWhatEachVariantCostsAndGainsAndRecommendOne() throws Exception {
    CommandRun run = benchmark(data, "--turns", "1", "--batch", "2", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> lines = run.json();
    assertThat(lines)
        .extracting(line -> line.path("case").asText())
        .containsExactly("float32", "float16", "int8", "float32-16", "int8-16", "");
    JsonNode whole = lines.get(0);
    assertThat(whole.path("speedUp").asDouble()).isEqualTo(1);
    assertThat(whole.path("mAPLoss").asDouble()).isZero();
    for (JsonNode line : lines.subList(0, 5)) {
      Path made = folder.resolve("out").resolve(line.path("case").asText());
      assertThat(ModelPackage.open(made).manifest().metrics())
          .containsEntry("mAP", line.path("mAP").asDouble());
      assertThat(line.path("mAP").asDouble() + line.path("mAPLoss").asDouble())
          .isEqualTo(whole.path("mAP").asDouble());
      assertThat(line.path("imagesPerSecond").asDouble()).isPositive();
      assertThat(line.path("dimension").asInt())
          .isEqualTo(line.path("case").asText().endsWith("-16") ? 16 : 64);
    }
    assertThat(lines.get(1).path("bytes").asLong()).isLessThan(whole.path("bytes").asLong());
    assertThat(lines.get(2).path("parityCosine").asDouble())
        .isLessThan(whole.path("parityCosine").asDouble());
    Path recommended = Path.of(lines.get(5).path("model").asText());
    assertThat(recommended.getFileName()).hasToString(lines.get(5).path("recommended").asText());
    assertThat(recommended.resolve(ModelPackage.MANIFEST)).exists();
  }

  @Test
  void shouldSayWhyAVariantIsRefusedAndGoOnWithTheOthers() {
    CommandRun run = benchmark(data, "--turns", "1", "--batch", "1", "--project", "64");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains("can be projected to 1 to 63")))
        .hasSize(2)
        .allMatch(line -> line.contains("-64 "));
    assertThat(run.out().lines().reduce((first, last) -> last).orElseThrow())
        .startsWith("Recommended: ")
        .doesNotContain("-64 in");
  }

  @Test
  void shouldRunOnTheCpuWhereThereIsNoGpu() throws Exception {
    CommandRun run = benchmark(data, "--turns", "1", "--batch", "1", "--device", "gpu", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).hasSize(6);
    assertThat(run.json().subList(0, 5))
        .allSatisfy(line -> assertThat(line.path("imagesPerSecond").asDouble()).isPositive());
  }

  @Test
  void shouldNotJudgeByThePeopleItFits() {
    CommandRun run = benchmark(data + "/train");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("is not: nobody is judged");
  }

  private CommandRun benchmark(String people, String... more) {
    String[] args = new String[8 + more.length];
    List<String> first =
        List.of("benchmark", "precision", "--checkpoint", checkpoint, "--data", people, "--out");
    System.arraycopy(first.toArray(), 0, args, 0, 7);
    args[7] = folder.resolve("out").toString();
    System.arraycopy(more, 0, args, 8, more.length);
    return CommandRun.of(args);
  }
}
