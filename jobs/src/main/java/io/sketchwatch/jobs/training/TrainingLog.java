package io.sketchwatch.jobs.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a training did, an epoch a line, beside its checkpoint in {@value #FILE}. A training that
 * went on from a checkpoint may have repeated an epoch: its last line counts.
 */
public final class TrainingLog {

  /** Name of the file in the checkpoint's folder. */
  public static final String FILE = "training-log.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final NavigableMap<String, Double> sums = new TreeMap<>();
  private double pictures;

  /**
   * A log in a folder.
   *
   * @param folder of the checkpoint
   */
  public TrainingLog(Path folder) {
    this.file = folder.resolve(FILE);
  }

  /**
   * One epoch.
   *
   * @param epoch from 1
   * @param learningRate at its end
   * @param picturesPerSecond mean over its steps
   * @param losses by name, mean over its steps
   */
  public record Epoch(
      int epoch,
      double learningRate,
      double picturesPerSecond,
      NavigableMap<String, Double> losses) {}

  /** Takes in a step; writes a line at the end of its epoch. */
  public void add(TrainingStep step) throws IOException {
    step.losses().forEach((name, loss) -> sums.merge(name, loss, Double::sum));
    pictures += step.picturesPerSecond();
    if (step.step() < step.steps()) {
      return;
    }
    NavigableMap<String, Double> means = new TreeMap<>();
    sums.forEach((name, sum) -> means.put(name, sum / step.steps()));
    Epoch epoch = new Epoch(step.epoch(), step.learningRate(), pictures / step.steps(), means);
    Files.write(file, List.of(JSON.writeValueAsString(epoch)), UTF_8, CREATE, APPEND);
    sums.clear();
    pictures = 0;
  }

  /** The epochs in order; none where the folder has no log. A line cut off by a stop is ignored. */
  public static Collection<Epoch> read(Path folder) throws IOException {
    NavigableMap<Integer, Epoch> epochs = new TreeMap<>();
    Path log = folder.resolve(FILE);
    if (!Files.isRegularFile(log)) {
      return epochs.values();
    }
    for (String line : Files.readAllLines(log)) {
      parse(line).ifPresent(epoch -> epochs.put(epoch.epoch(), epoch));
    }
    return epochs.values();
  }

  private static Optional<Epoch> parse(String line) {
    try {
      return Optional.of(JSON.readValue(line, Epoch.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
