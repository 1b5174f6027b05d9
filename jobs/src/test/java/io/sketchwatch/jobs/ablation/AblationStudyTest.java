package io.sketchwatch.jobs.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.dalnet.data.DataSetChoice;
import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.training.AblationRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationStudyTest {

  private static final String RECIPE =
      """
      {"network": {"width": 2, "blocks": [1, 1, 1, 1], "inputHeight": 32, "inputWidth": 16},
       "batches": {"identities": 4, "examplesPerIdentity": 1},
       "optimiser": {"epochs": 1, "warmUpEpochs": 0}}
      """;

  @TempDir private Path folder;

  private AblationPlan plan;
  private final List<AblationRun> started = new ArrayList<>();

  @BeforeEach
  void plan() throws IOException {
    Path drawn = folder.resolve("drawn");
    SyntheticDataSet.write(drawn, 20, 1, 1, 5, done -> {});
    DataSetChoice choice = DataSetChoice.of(drawn, null, 1);
    plan = plan(choice.train().fingerprint(), choice.test().fingerprint());
  }

  private static AblationPlan plan(String train, String test) throws IOException {
    return new AblationPlan(
        new AblationPlan.Data(20, 1, 1, 5, 4, 2, train, test),
        new ObjectMapper().readTree(RECIPE),
        List.of(1e-3, 2e-3),
        List.of(1L, 2L),
        List.of(AblationRow.FULL));
  }

  private AblationStudy study(AblationPlan of, int stopAfter) {
    return new AblationStudy(
        of,
        folder.resolve("study"),
        folder.resolve("results"),
        new AblationStudy.Listener() {
          @Override
          public void onStart(AblationRun run) {
            if (started.size() == stopAfter) {
              throw new UncheckedIOException(new IOException("stopped"));
            }
            started.add(run);
          }

          @Override
          public void onResult(AblationResult result) {}
        });
  }

  @Test
  void shouldTrainEveryRowAtItsBestRateAndRepeatThoseOfThePlan() throws IOException {
    List<AblationResult> results = study(plan, Integer.MAX_VALUE).run();

    assertThat(results).extracting(AblationResult::row).contains(AblationRow.values());
    assertThat(results)
        .filteredOn(result -> result.row() == AblationRow.FULL)
        .extracting(AblationResult::seed)
        .containsExactly(1L, 2L);
    assertThat(results).hasSize(AblationRow.values().length + 1);
    assertThat(results)
        .allSatisfy(
            result -> {
              double best = result.rates().values().stream().max(Double::compare).orElseThrow();
              assertThat(result.rates()).containsOnlyKeys(1e-3, 2e-3);
              assertThat(result.rates().get(result.learningRate())).isEqualTo(best);
            });
    assertThat(folder.resolve("results").resolve(AblationStudy.RESULTS))
        .content()
        .hasLineCount(results.size())
        .contains("\"row\":\"FULL\"", "\"data\":{\"rank1\":");
  }

  @Test
  void shouldGoOnWhereItWasStopped() throws IOException {
    AblationStudy stopped = study(plan, 3);
    assertThatThrownBy(stopped::run).hasMessageContaining("stopped");
    assertThat(started).hasSize(3);
    started.clear();

    study(plan, Integer.MAX_VALUE).run();

    assertThat(started).hasSize(2 * AblationRow.values().length + 1 - 3).doesNotHaveDuplicates();
  }

  @Test
  void shouldGoOnFromResultsThatWereKeptWithoutTheRest() throws IOException {
    AblationStudy stopped = study(plan, 3);
    assertThatThrownBy(stopped::run).hasMessageContaining("stopped");
    FileUtils.deleteDirectory(folder.resolve("study").toFile());
    List<AblationRun> done = List.copyOf(started);
    started.clear();

    study(plan, Integer.MAX_VALUE).run();

    assertThat(started).isNotEmpty().doesNotContainAnyElementsOf(done);
  }

  @Test
  void shouldRefuseResultsOfAnotherPlan() throws IOException {
    assertThatThrownBy(study(plan, 1)::run).hasMessageContaining("stopped");
    AblationPlan other =
        new AblationPlan(
            plan.data(), plan.recipe(), plan.learningRates(), List.of(7L), plan.repeated());
    Path results = folder.resolve("results");
    Files.move(results.resolve("FULL-0.001-1.json"), results.resolve("FULL-0.001-7.json"));

    assertThatThrownBy(study(other, 0)::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must be of the plan " + other.hash());
  }

  @Test
  void shouldRefuseOtherPeopleThanPlanned() throws IOException {
    AblationStudy study = study(plan("0".repeat(64), plan.data().testFingerprint()), 0);

    assertThatThrownBy(study::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("training part, must have the plan's fingerprint 000");
    assertThat(Files.exists(folder.resolve("study").resolve("runs"))).isFalse();
  }
}
