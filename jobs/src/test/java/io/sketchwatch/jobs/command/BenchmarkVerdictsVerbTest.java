package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchmarkVerdictsVerbTest {

  @Test
  void shouldJudgeTheShippedModelOnTheCpuWhereThereIsNoGpu() throws Exception {
    CommandRun run =
        CommandRun.of("benchmark", "verdicts", "--people", "4", "--device", "gpu", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.path("benchmark").asText()).isEqualTo("verdicts"));
  }
}
