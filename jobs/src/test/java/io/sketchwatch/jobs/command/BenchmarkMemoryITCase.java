package io.sketchwatch.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code benchmark memory}, in a process whose heap can't grow. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
class BenchmarkMemoryITCase {

  @TempDir private Path folder;

  @Test
  void shouldPassWhereEveryModelIsClosed() throws Exception {
    int exitCode = exitCode();

    assertThat(exitCode).as(output()).isZero();
  }

  @Test
  void shouldFailWhereAModelIsLeftOpenAtEachSwap() throws Exception {
    int exitCode = exitCode("--leak");

    assertThat(exitCode).as(output()).isEqualTo(1);
    assertThat(output()).contains("something native is not closed");
  }

  private int exitCode(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                SketchwatchCommand.class.getName(),
                "benchmark",
                "memory",
                "--batches=200",
                "--restarts=10",
                "--swaps=20"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process benchmark = builder.redirectOutput(folder.resolve("output").toFile()).start();
    try {
      assertThat(benchmark.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      benchmark.destroyForcibly();
    }
    return benchmark.exitValue();
  }

  private String output() throws Exception {
    Path file = folder.resolve("output");
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
