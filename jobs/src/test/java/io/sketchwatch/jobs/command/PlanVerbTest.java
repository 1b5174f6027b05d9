package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.jobs.evaluation.LiveBenchmark.Outcome;
import io.sketchwatch.jobs.plan.DeploymentPlan;
import io.sketchwatch.jobs.plan.StageCosts;
import io.sketchwatch.jobs.plan.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanVerbTest {

  private static final StageCosts COSTS =
      new StageCosts("d", "m", 512, 0.05, 0.01, 2e-8, 0, 0, 60_000, 4_000, 50_000);

  @TempDir private Path folder;

  @Test
  void shouldPlanACityFromCostsThatItPrintedBefore() throws IOException {
    CommandRun first = plan(costs(), "--json");
    Path printed = Files.writeString(folder.resolve("printed.json"), first.out());

    CommandRun second = plan(printed, "--json");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    JsonNode plan = first.json().get(0);
    assertThat(plan.path("slots").asLong()).isGreaterThan(512);
    assertThat(plan.at("/workload/cameras").asInt()).isEqualTo(5000);
    assertThat(plan.at("/costs/model").asText()).isEqualTo("m");
  }

  @Test
  void shouldShowPeopleEveryFigureWithWhatItComesFrom() throws IOException {
    CommandRun run = plan(costs());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.split(" {2,}", 2)[0]))
        .contains("cores", "GPUs", "slots", "partitions of frames", "gallery", "to Kafka");
    assertThat(run.out()).contains("cameras × fps", "÷ 0.85", "TB", "MB/s");
  }

  @Test
  void shouldRefuseAFileWithoutCosts() throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"slots\": 3}");

    CommandRun run = plan(other);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("other.json").contains("has no 'costs'");
  }

  @Test
  void shouldHoldWithinThirtyPercentOfWhatWasMeasured() {
    double planned = COSTS.framesPerSecond(2, 0.5);

    assertThat(PlanVerb.Check.of(new Outcome(COSTS, 2, 0.5, planned / 1.29)).holds()).isTrue();
    assertThat(PlanVerb.Check.of(new Outcome(COSTS, 2, 0.5, planned / 0.71)).holds()).isTrue();
    assertThat(PlanVerb.Check.of(new Outcome(COSTS, 2, 0.5, planned / 1.31)).holds()).isFalse();
    assertThat(PlanVerb.Check.of(new Outcome(COSTS, 2, 0.5, planned / 0.69)).holds()).isFalse();
  }

  private Path costs() throws IOException {
    DeploymentPlan plan = DeploymentPlan.of(new Workload(1, 5, 100, 24, 200), COSTS);
    Path file = folder.resolve("costs.json");
    Files.writeString(file, new ObjectMapper().writeValueAsString(plan));
    return file;
  }

  private static CommandRun plan(Path costs, String... more) {
    String[] args = {
      "plan",
      "--cameras",
      "5000",
      "--fps",
      "5",
      "--queries",
      "1000",
      "--retention",
      "72",
      "--costs",
      costs.toString()
    };
    return CommandRun.of(
        Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new));
  }
}
