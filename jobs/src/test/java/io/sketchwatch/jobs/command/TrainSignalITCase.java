package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.dalnet.synthetic.SyntheticDataSet;
import io.sketchwatch.dalnet.training.Checkpoint;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ends the real process while it trains. */
@Timeout(180)
class TrainSignalITCase {

  private static final int ENDED_BY_TERM = 128 + 15;

  @TempDir private Path folder;

  @Test
  void shouldEndAfterTheRunningStepWhenAskedTo() throws Exception {
    SyntheticDataSet.write(folder.resolve("data"), 20, 1, 1, 3, done -> {});
    Files.writeString(folder.resolve("recipe.json"), SmallTraining.recipe(1_000_000));
    Path err = folder.resolve("err");
    Process training =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                SketchwatchCommand.class.getName(),
                "train",
                "--json",
                "--data",
                "data",
                "--config",
                "recipe.json",
                "--out",
                "checkpoint")
            .directory(folder.toFile())
            .redirectError(err.toFile())
            .start();
    try (BufferedReader out = training.inputReader()) {
      assertThat(out.readLine()).as("first epoch").contains("\"epoch\":1,");

      training.destroy();

      assertThat(training.waitFor(100, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      training.destroyForcibly();
    }
    assertThat(training.exitValue()).isEqualTo(ENDED_BY_TERM);
    assertThat(err)
        .content()
        .contains("Training was stopped: give the same command again")
        .doesNotContain("did not end");
    assertThat(folder.resolve("crash.log")).doesNotExist();
    assertThat(Checkpoint.open(folder.resolve("checkpoint")).manifest().epoch()).isPositive();
  }
}
