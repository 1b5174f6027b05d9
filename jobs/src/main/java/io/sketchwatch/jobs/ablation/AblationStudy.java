package io.sketchwatch.jobs.ablation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.evaluation.DalNetEncoder;
import io.sketchwatch.dalnet.evaluation.Evaluator;
import io.sketchwatch.dalnet.training.AblationRow;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.dalnet.training.Trainer;
import io.sketchwatch.jobs.evaluation.Figures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Trains and judges every row of the ablation.
 *
 * <p>Each row is trained at every learning rate with the first seed; the rate that ranks the
 * validation's people best is the row's, and its runs count. The test's people never decide
 * anything.
 *
 * <p>The folders are the state. A study that was stopped goes on from the last epoch of the run it
 * was at, and several processes with the same plan and folders share the runs: one holds a lock
 * while it trains. Results are small and lie apart, a file a run, so that they can be kept with the
 * sources, and a study can go on from them on another machine.
 */
public final class AblationStudy {

  /** The results that count, in the folder of results, a line each. */
  public static final String RESULTS = "ablation.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AblationPlan plan;
  private final Path folder;
  private final Path results;
  private final Listener listener;

  /** Hears of a study's progress. */
  public interface Listener {

    /** A training begins, or goes on. */
    void onStart(AblationRun run);

    /** A training and its evaluation are done. */
    void onResult(AblationResult result);
  }

  /**
   * A study.
   *
   * @param folder of its data and runs; made if it is not there
   * @param results folder of what came out; made if it is not there
   */
  public AblationStudy(AblationPlan plan, Path folder, Path results, Listener listener) {
    this.plan = plan;
    this.folder = folder;
    this.results = results;
    this.listener = listener;
  }

  /**
   * Runs what is not done yet. After each run {@value #RESULTS} holds the rows whose learning rate
   * is known.
   *
   * @throws IOException if the data or the results are not those of the plan
   */
  public List<AblationResult> run() throws IOException {
    Files.createDirectories(results);
    AblationData data = AblationData.open(plan.data(), folder.resolve("data"));
    Set<AblationRun> busy = new HashSet<>();
    for (List<AblationRun> open = open(); !open.isEmpty(); open = open()) {
      Optional<AblationRun> free = open.stream().filter(run -> !busy.contains(run)).findFirst();
      if (free.isEmpty()) {
        train(open.get(0), data, true);
        busy.clear();
      } else if (!train(free.get(), data, false)) {
        busy.add(free.get());
      }
    }
    return writeChosen();
  }

  // -- What is to be run

  /** Runs without a result whose learning rate is known, the repeated rows' first. */
  private List<AblationRun> open() throws IOException {
    List<AblationRun> open = new ArrayList<>();
    for (AblationRow row : rows()) {
      for (AblationRun run : wanted(row)) {
        if (!Files.exists(resultOf(run))) {
          open.add(run);
        }
      }
    }
    return open;
  }

  private Set<AblationRow> rows() {
    Set<AblationRow> rows = new LinkedHashSet<>(plan.repeated());
    rows.addAll(List.of(AblationRow.values()));
    return rows;
  }

  private List<AblationRun> wanted(AblationRow row) throws IOException {
    List<AblationRun> candidates = candidates(row);
    List<AblationRun> wanted = new ArrayList<>(candidates);
    Optional<AblationResult> best = best(candidates);
    if (best.isPresent() && plan.repeated().contains(row)) {
      plan.seeds().stream()
          .skip(1)
          .map(seed -> new AblationRun(row, best.get().learningRate(), seed))
          .forEach(wanted::add);
    }
    return wanted;
  }

  private List<AblationRun> candidates(AblationRow row) {
    return plan.learningRates().stream()
        .map(rate -> new AblationRun(row, rate, plan.seeds().get(0)))
        .toList();
  }

  /** The candidate that ranks the validation best, once all have a result. */
  private Optional<AblationResult> best(List<AblationRun> candidates) throws IOException {
    List<AblationResult> results = results(candidates);
    return results.size() < candidates.size()
        ? Optional.empty()
        : results.stream().max(Comparator.comparingDouble(AblationResult::validationRank1));
  }

  private List<AblationResult> writeChosen() throws IOException {
    List<AblationResult> chosen = new ArrayList<>();
    for (AblationRow row : AblationRow.values()) {
      chosen.addAll(chosen(row));
    }
    write(results.resolve(RESULTS), chosen);
    return chosen;
  }

  private List<AblationResult> chosen(AblationRow row) throws IOException {
    List<AblationRun> candidates = candidates(row);
    Optional<AblationResult> best = best(candidates);
    if (best.isEmpty()) {
      return List.of();
    }
    NavigableMap<Double, Double> rates = new TreeMap<>();
    results(candidates).forEach(one -> rates.put(one.learningRate(), one.validationRank1()));
    return results(wanted(row)).stream()
        .filter(result -> result.learningRate() == best.get().learningRate())
        .map(result -> result.chosenFrom(rates))
        .toList();
  }

  // -- Runs

  /**
   * Trains and judges, unless another process has done so, or is at it.
   *
   * @param wait for the other process
   * @return whether there is a result now
   */
  private boolean train(AblationRun run, AblationData data, boolean wait) throws IOException {
    Path own = Files.createDirectories(folder.resolve("runs").resolve(run.folder()));
    try (FileChannel channel = FileChannel.open(own.resolve("lock"), CREATE, WRITE);
        FileLock held = wait ? channel.lock() : channel.tryLock()) {
      if (held == null) {
        return false;
      }
      if (!Files.exists(resultOf(run))) {
        listener.onStart(run);
        AblationResult result = judge(run, data, train(run, data, own.resolve("checkpoint")));
        write(resultOf(run), List.of(result));
        writeChosen();
        listener.onResult(result);
      }
      return true;
    }
  }

  private Checkpoint train(AblationRun run, AblationData data, Path checkpoint) throws IOException {
    try (Trainer trainer = new Trainer(plan.recipe(run), data.train(), Device.cpu())) {
      return trainer.train(checkpoint, step -> {});
    }
  }

  private AblationResult judge(AblationRun run, AblationData data, Checkpoint checkpoint)
      throws IOException {
    try (DalNetEncoder encoder = DalNetEncoder.open(checkpoint, Device.cpu())) {
      return new AblationResult(
          plan.hash(),
          run.row(),
          run.learningRate(),
          run.seed(),
          null,
          figures(encoder, data.validation()),
          figures(encoder, data.test()));
    }
  }

  private static Figures figures(DalNetEncoder encoder, List<PersonDataSet> galleries) {
    return Figures.mean(
        galleries.stream()
            .map(gallery -> Figures.of(Evaluator.evaluate(encoder, gallery).metrics()))
            .toList());
  }

  private Path resultOf(AblationRun run) {
    return results.resolve(run.folder() + ".json");
  }

  private List<AblationResult> results(List<AblationRun> runs) throws IOException {
    List<AblationResult> known = new ArrayList<>();
    for (AblationRun run : runs) {
      if (Files.exists(resultOf(run))) {
        known.add(read(resultOf(run)));
      }
    }
    return known;
  }

  private AblationResult read(Path file) throws IOException {
    AblationResult result = JSON.readValue(Files.readAllBytes(file), AblationResult.class);
    if (!result.plan().equals(plan.hash())) {
      throw new IOException(
          "Result '%s' must be of the plan %s, but is of %s: name another folder for this plan's results"
              .formatted(file, plan.hash(), result.plan()));
    }
    return result;
  }

  private static void write(Path file, List<AblationResult> results) throws IOException {
    List<String> lines = new ArrayList<>();
    for (AblationResult result : results) {
      lines.add(JSON.writeValueAsString(result));
    }
    Path partial = Files.createTempFile(file.getParent(), "partial", ".json");
    Files.write(partial, lines, UTF_8);
    Files.move(partial, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
