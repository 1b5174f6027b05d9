package io.sketchwatch.dalnet.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.model.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that does nothing but write checkpoints is killed at each stage of a write. */
class CheckpointKillTest {

  private static final List<String> STAGES =
      List.of(
          ".next/checkpoint.safetensors.part",
          ".next/optimizer.safetensors.part",
          ".next/optimizer.safetensors",
          ".next/manifest.json.part",
          ".next/manifest.json");

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void shouldLeaveAUsableCheckpointWhenKilledDuringAWrite() throws Exception {
    int before = 0;
    for (String stage : STAGES) {
      int written = writeUntil(stage);

      Checkpoint checkpoint = Checkpoint.open(folder);

      int epoch = checkpoint.manifest().epoch();
      assertThat(epoch).as(stage).isGreaterThanOrEqualTo(written).isGreaterThan(before);
      assertHolds(checkpoint.weights(), epoch);
      assertHolds(checkpoint.optimizer(), -epoch);
      before = epoch;
    }
  }

  private static void assertHolds(Map<String, Tensor> tensors, float value) {
    assertThat(tensors.get("tensor").values()).containsOnly(value);
  }

  /** Kills the writer when a file is seen after its first checkpoint; returns that one's epoch. */
  private int writeUntil(String stage) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                CheckpointWriter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      int written = Integer.parseInt(lines.readLine());
      while (!Files.exists(folder.resolve(stage))) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return written;
    } finally {
      process.destroyForcibly();
    }
  }
}
