package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateVerbTest {

  @TempDir private static Path folder;
  private static String data;
  private static String checkpoint;

  @BeforeAll
  static void trainASmallModel() throws IOException {
    data = folder.resolve("drawn").toString();
    checkpoint = folder.resolve("checkpoint").toString();
    SyntheticDataSet.write(Path.of(data), 40, 2, 3, 3, done -> {});
    String recipe =
        Files.writeString(folder.resolve("recipe.json"), SmallTraining.recipe(2)).toString();
    CommandRun run =
        CommandRun.of("train", "--data", data, "--out", checkpoint, "--config", recipe);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void shouldTellSingleAndMultiQueryFiguresOfTheTestPart() throws IOException {
    CommandRun run =
        CommandRun.of("evaluate", "--checkpoint", checkpoint, "--data", data, "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode figures = run.json().get(0).path("data");
    assertThat(figures.path("sketches").asInt()).isEqualTo(12);
    assertThat(figures.path("photos").asInt()).isEqualTo(8);
    assertThat(figures.path("rank1").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.path("rank10").asDouble()).isEqualTo(1);
    assertThat(figures.path("meanAveragePrecision").asDouble()).isPositive();
    assertThat(figures.path("multiQuery").path("rank20").asDouble()).isEqualTo(1);
    assertThat(figures.path("backgroundQuantiles").has("0.999")).isTrue();
    assertThat(figures.has("deviation")).isFalse();
  }

  @Test
  void shouldTellMeanAndDeviationOfSeveralModels() throws IOException {
    CommandRun run =
        CommandRun.of("evaluate", "--checkpoint", checkpoint, checkpoint, "--data", data, "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode result = run.json().get(0);
    assertThat(result.path("runs")).hasSize(2);
    JsonNode one = result.path("runs").get(0).path("data");
    assertThat(result.path("data").path("rank1").asDouble())
        .isCloseTo(one.path("rank1").asDouble(), within(1e-9));
    assertThat(result.path("data").path("deviation").path("rank1").asDouble()).isZero();
    assertThat(result.path("data").path("sketches").asInt()).isEqualTo(24);
  }

  @Test
  void shouldWriteAReportThatNeedsNothingButItself() throws IOException {
    Path report = folder.resolve("report.html");
    Path ablation = folder.resolve("ablation.jsonl");
    ObjectNode row =
        (ObjectNode)
            CommandRun.of("evaluate", "--checkpoint", checkpoint, "--data", data, "--json")
                .json()
                .get(0);
    Files.write(
        ablation,
        List.of(
            row.put("row", "<b>baseline</b>").toString(),
            row.put("row", "<b>baseline</b>").toString(),
            row.put("row", "full").toString()));

    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--checkpoint",
            checkpoint,
            "--data",
            data,
            "--report",
            report.toString(),
            "--ablation",
            ablation.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    String page = Files.readString(report);
    assertThat(page)
        .contains("Rank-1", "on another data set", "Cumulative match", "&lt;b&gt;baseline", "full")
        .contains("Losses", "The first 12 of 12 sketches", "2 runs")
        .contains("class=\"right\"", "class=\"wrong\"")
        .doesNotContain("NaN");
    assertThat(count("<polyline", page)).isGreaterThanOrEqualTo(4);
    assertThat(count("(?:src|href)=\"(?!data:)|url\\(|@import", page))
        .as("references to something outside the page")
        .isZero();
  }

  @Test
  void shouldShowWhereTheNetworkLooksAndAllModalitiesOverTheEpochs() throws IOException {
    String page = report("--checkpoint", checkpoint, data);

    assertThat(page).contains("after epoch 1<", "after epoch 2<", "XGrad-CAM");
    assertThat(page).doesNotContain("not shown", "Not shown");
    assertThat(count("<title>Sketch of", page)).isEqualTo(2 * 12);
    assertThat(count("<title>Photo of", page)).isEqualTo(2 * 8);
    assertThat(count("<title>Auxiliary of", page)).isEqualTo(2 * 8);
    String attention = page.substring(page.indexOf("Where the network looks"));
    attention = attention.substring(0, attention.indexOf("XGrad-CAM"));
    assertThat(count("alt=\"Sketch of", attention)).isEqualTo(4);
    assertThat(count("alt=\"Photo of", attention)).isEqualTo(4 * 4);
    assertThat(attention).contains("class=\"right\"", "class=\"wrong\"");
  }

  @Test
  void shouldSayThatThereAreNoAuxiliaryPicturesWithoutMasks() throws IOException {
    Path bare = folder.resolve("bare");
    for (String kind : List.of("photos", "sketches")) {
      copy(Path.of(data, "test", kind), bare.resolve(kind));
    }

    String page = report("--checkpoint", checkpoint, bare.toString());

    assertThat(page).contains("Auxiliary pictures are not shown: the data set brings no masks");
    assertThat(count("<title>Photo of", page)).isEqualTo(2 * 8);
    assertThat(count("<title>Auxiliary of", page)).isZero();
  }

  @Test
  void shouldSayWhatAPackageCannotShow() throws IOException {
    String model = folder.resolve("package").toString();
    CommandRun export = CommandRun.of("export", "--checkpoint", checkpoint, "--out", model);
    assertThat(export.exitCode()).as(export.err()).isZero();

    String page = report("--model", model, data);

    assertThat(page)
        .contains("Not shown: a package has no gradients")
        .contains("Auxiliary pictures are not shown: a package embeds photos and sketches alone")
        .doesNotContain("XGrad-CAM", "after epoch");
    assertThat(count("<title>Sketch of", page)).isEqualTo(12);
    assertThat(count("<title>Photo of", page)).isEqualTo(8);
  }

  private static String report(String kind, String model, String data) throws IOException {
    Path report = folder.resolve("pictures.html");
    CommandRun run =
        CommandRun.of("evaluate", kind, model, "--data", data, "--report", report.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Files.readString(report);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.createDirectories(to.getParent());
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static long count(String pattern, String page) {
    return Pattern.compile(pattern).matcher(page).results().count();
  }

  @Test
  void shouldRefuseASplitThatTheDataSetDoesNotHave() {
    CommandRun run =
        CommandRun.of(
            "evaluate", "--checkpoint", checkpoint, "--data", data, "--split", "2", "--json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("splits 1 to 1");
  }

  @Test
  void shouldNameALineThatIsNoRowOfAnAblation() throws IOException {
    Path ablation = Files.writeString(folder.resolve("bad.jsonl"), "{\"rank1\": 0.5}\n");

    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--checkpoint",
            checkpoint,
            "--data",
            data,
            "--report",
            folder.resolve("none.html").toString(),
            "--ablation",
            ablation.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("must have a 'row'");
  }
}
