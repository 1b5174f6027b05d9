package io.sketchwatch.jobs.live;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.kafka.KafkaCropStore;
import io.sketchwatch.operators.crop.DetectorFactory;
import io.sketchwatch.operators.model.ServedModel;
import java.awt.Color;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The production job between a real broker and a real cluster, in the world of blocks.
 *
 * <p>It never restarts: one failure ends it, and {@link #drain} says so. What must never come can
 * be told after the drain, when everything has been worked off.
 */
final class LiveJobOnKafka extends AwaitedTopics {

  private static final Duration CROP_TIMEOUT = Duration.ofSeconds(20);
  private static final List<String> MODEL_ROOTS =
      List.of(Path.of(System.getProperty("java.io.tmpdir")).toUri().toString(), "releases:///");

  private final EmbeddedFlink flink;
  private final Configuration options;
  private final DetectorFactory detector;
  private final ServedModel start;
  private final int parallelism;

  private JobID job;
  private CompletableFuture<JobResult> end;

  /**
   * Starts it all, with one query that alerts on everybody.
   *
   * @param parallelism subtasks of each operator, and partitions of topic {@code frames}: a source
   *     without partition would hold back event time until it counts as idle
   * @param options of the job and its cluster
   */
  LiveJobOnKafka(int parallelism, Configuration options) throws Exception {
    this(parallelism, options, new BlockWorld.Blocks());
  }

  /** The same with another detector. */
  LiveJobOnKafka(int parallelism, Configuration options, DetectorFactory detector)
      throws Exception {
    this(parallelism, parallelism, options, detector, BlockWorld.START_MODEL, topics -> {});
    ask(aQuery(EVERYONE, Color.getHSBColor(1 / 24f, 0.9f, 0.9f), null, -1.0));
    awaitStatus(EVERYONE, Status.ACTIVE);
  }

  private LiveJobOnKafka(
      int parallelism,
      int framePartitions,
      Configuration options,
      DetectorFactory detector,
      ServedModel start,
      TopicFiller filler)
      throws Exception {
    super(framePartitions);
    this.parallelism = parallelism;
    this.options = options;
    this.detector = detector;
    this.start = start;
    filler.fill(connection());
    flink = EmbeddedFlink.start(parallelism, options);
    options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    options.set(LiveMatchingOptions.MODEL_ROOTS, MODEL_ROOTS);
    submit();
  }

  /**
   * Starts it without a query, or from a savepoint that the options name and whose queries go on.
   * Its models have a background, so that queries may have a budget.
   *
   * @param framePartitions partitions of topic {@code frames} when the savepoint was taken
   * @param filler makes topics as long as they were then
   */
  static LiveJobOnKafka goingOn(
      int parallelism, int framePartitions, Configuration options, TopicFiller filler)
      throws Exception {
    ServedModel start = ServedModel.atStart(BlockWorld.MODEL, "none", Map.of("0.999", THRESHOLD));
    return new LiveJobOnKafka(
        parallelism, framePartitions, options, new BlockWorld.Blocks(), start, filler);
  }

  /** Options of a job that takes a checkpoint each half a second. */
  static Configuration checkpointingOften() {
    Configuration options = new Configuration();
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    return options;
  }

  private void submit() throws Exception {
    job = flink.submit(new KafkaLiveMatching(connection(), models(), options).graph());
    end = flink.result(job);
  }

  /** Ends the job at once, and starts one without its state that goes on with the frames. */
  void startAnew(Configuration changed) throws Exception {
    flink.cancel(job);
    options.addAll(changed);
    submit();
  }

  /** Ends the job with a savepoint, and starts one that goes on from it. */
  void goOn(Path savepoints, Configuration changed) throws Exception {
    options.set(StateRecoveryOptions.SAVEPOINT_PATH, stop(savepoints));
    options.addAll(changed);
    submit();
  }

  private LiveModels models() {
    return new LiveModels(
        detector, new BlockWorld.Hues(), start, KafkaCropStore.factory(connection(), CROP_TIMEOUT));
  }

  /**
   * The id of a query that the same subtasks handle: where they have come as far with it, they have
   * done what came before it for the other.
   */
  String neighbourOf(String queryId) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "neighbour-of-" + queryId + "-" + i)
        .filter(id -> subtask(id) == subtask(queryId))
        .findFirst()
        .orElseThrow();
  }

  private int subtask(String queryId) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        queryId, LiveMatchingJob.MAX_PARALLELISM, parallelism);
  }

  // -- progress

  @Override
  void throwIfEnded() throws Exception {
    if (end.isDone()) {
      end.get().toJobExecutionResult(LiveJobOnKafka.class.getClassLoader());
      throw new IllegalStateException("Job has ended");
    }
  }

  /** How many records a stage that follows a source has read; true to the end after the drain. */
  long recordsRead(String stage) throws Exception {
    URI details = flink.webUi().resolve("/jobs/" + job);
    for (JsonNode vertex : new JsonMapper().readTree(details.toURL()).path("vertices")) {
      if (vertex.path("name").textValue().contains(stage)) {
        return vertex.path("metrics").path("read-records").longValue();
      }
    }
    throw new IllegalArgumentException("Job has no stage '%s'".formatted(stage));
  }

  /** Waits until so many checkpoints more have completed. */
  void awaitCheckpoints(int count) throws Exception {
    URI checkpoints = flink.webUi().resolve("/jobs/" + job + "/checkpoints");
    Callable<Integer> completed =
        () -> new JsonMapper().readTree(checkpoints.toURL()).at("/counts/completed").intValue();
    int before = completed.call();
    await(count + " checkpoints").atMost(PATIENCE).until(completed, c -> c >= before + count);
  }

  /** Ends the job with a savepoint, and answers with its folder. */
  String stop(Path savepoints) throws Exception {
    return flink.stop(job, savepoints);
  }

  /** Ends the job when everything sent is worked off; fails if it had failed before. */
  void drain(Path savepoints) throws Exception {
    flink.drain(job, savepoints);
  }

  @Override
  public void close() throws Exception {
    flink.close();
    super.close();
  }

  /** Writes what was in the topics before the job starts. */
  interface TopicFiller {
    void fill(KafkaConnection connection) throws Exception;
  }
}
