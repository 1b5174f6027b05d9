package io.sketchwatch.jobs.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The training step in Python's PyTorch, in a process of its own: {@code benchmark/dalnet_step.py}.
 * It sleeps while it is not asked, and dies with this one.
 */
public final class PyTorchStep implements AutoCloseable {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** What the Java engine asks of glibc and of PyTorch's allocator, and how its threads wait. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MALLOC_ARENA_MAX",
          "1",
          "MALLOC_MMAP_THRESHOLD_",
          Integer.toString(Integer.MAX_VALUE),
          "MALLOC_TRIM_THRESHOLD_",
          Integer.toString(Integer.MAX_VALUE),
          "MALLOC_TOP_PAD_",
          Integer.toString(256 << 20),
          "THP_MEM_ALLOC_ENABLE",
          "1",
          "OMP_WAIT_POLICY",
          "PASSIVE");

  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;
  private final String version;

  /**
   * What some steps took.
   *
   * @param seconds of each
   * @param loss before the first
   * @param residentKb the process's memory after the last
   */
  public record Steps(List<Double> seconds, double loss, long residentKb) {}

  private record Hello(String torch) {}

  /**
   * Starts.
   *
   * @param python the interpreter
   * @param folder where the script is put
   * @param start weights and batch as {@code RepeatedStep} writes them
   * @param precision {@code float32} or {@code bfloat16}
   * @throws IOException if there is no such interpreter, or it has no torch; its own message is on
   *     standard error
   */
  public PyTorchStep(String python, Path folder, Path start, int threads, String precision)
      throws IOException {
    Path script = folder.resolve("dalnet_step.py");
    try (InputStream source = getClass().getResourceAsStream("/benchmark/dalnet_step.py")) {
      Files.write(script, source.readAllBytes());
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            python, script.toString(), start.toString(), Integer.toString(threads), precision);
    builder.environment().putAll(ENVIRONMENT);
    process = builder.redirectError(Redirect.INHERIT).start();
    answers = process.inputReader(UTF_8);
    orders = process.outputWriter(UTF_8);
    version = answer(Hello.class).torch();
  }

  /** Of PyTorch. */
  public String version() {
    return version;
  }

  /** Does some steps. */
  public Steps run(int steps) throws IOException {
    orders.write("run " + steps);
    orders.newLine();
    orders.flush();
    return answer(Steps.class);
  }

  private <T> T answer(Class<T> type) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("Python's training step ended early: see its message above");
    }
    return JSON.readValue(line, type);
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
