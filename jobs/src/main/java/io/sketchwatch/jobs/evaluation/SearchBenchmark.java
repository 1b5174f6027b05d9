package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.live.IdleWatermarks;
import io.sketchwatch.jobs.live.LiveMatchingJob;
import io.sketchwatch.operators.alert.SuppressRepeatAlertsFunction;
import io.sketchwatch.operators.calibration.CalibrateFunction;
import io.sketchwatch.operators.gallery.ArrivedSighting;
import io.sketchwatch.operators.gallery.BucketSightingsFunction;
import io.sketchwatch.operators.gallery.ErasuresInForce;
import io.sketchwatch.operators.gallery.GalleryRecord;
import io.sketchwatch.operators.gallery.GalleryRetention;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.match.BackgroundPart;
import io.sketchwatch.operators.match.Match;
import io.sketchwatch.operators.match.MatchQueriesOperator;
import io.sketchwatch.operators.query.WatchlistUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsStatus;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * How much longer live alerts take while the whole past is searched, and how long checkpoints take
 * then: the live job's stages from sighting to alert, each with one subtask, which holds the whole
 * gallery. Sightings come at {@value PlayTrafficFunction#RATE} a second; after half of the time
 * queries that have a budget come all at once, whose searches go one after another. Flink keeps no
 * record back to fill a buffer, so that what is measured is work and waiting for it.
 */
public final class SearchBenchmark {

  private static final int DIMENSION = 512;
  private static final int SEARCHES = 40;
  private static final int CHECKPOINTS = 12;
  private static final int EVERY_CHECKPOINT = 1000;
  private static final double MOST_MILLIS = 200;
  private static final GalleryRetention RETENTION =
      new GalleryRetention(GalleryRetention.DEFAULT_BUCKET_LENGTH, Duration.ofDays(3650));

  /** A float32 and an int8. */
  private static final int BYTES_A_DIMENSION = 5;

  private static final double MOST_STATE_RATIO = 1.15;
  private static final int MOST_BYTES_BESIDE = 200;

  private final int sightings;
  private final int watching;
  private final Duration time;

  /**
   * @param sightings in the gallery
   * @param watching queries with a budget that watch all the while, beside those that are measured
   * @param time how long live sightings come, at least a second
   */
  public SearchBenchmark(int sightings, int watching, Duration time) {
    this.sightings = sightings;
    this.watching = watching;
    this.time = time;
  }

  /**
   * Measures on one backend.
   *
   * @param backend {@code heap} or {@code rocksdb}
   * @param sink receives each figure
   * @param skipped receives a line instead if this JVM's heap is too small
   */
  public void run(String backend, Consumer<BenchmarkLine> sink, Consumer<String> skipped)
      throws Exception {
    long copies = GalleryHeap.bytes(sightings, DIMENSION, backend) / 4;
    Optional<String> lacking = GalleryHeap.lacking("search", sightings, DIMENSION, backend, copies);
    if (lacking.isPresent()) {
      skipped.accept(lacking.get());
    } else {
      measure(backend, sink);
    }
  }

  private void measure(String backend, Consumer<BenchmarkLine> sink) throws Exception {
    Path checkpoints = Files.createTempDirectory("sketchwatch-search-");
    try (EmbeddedFlink flink = EmbeddedFlink.start(1, cluster())) {
      JobID job = flink.submit(graph(options(backend, checkpoints)));
      JobExecutionResult result =
          flink.result(job).get().toJobExecutionResult(getClass().getClassLoader());
      List<TimeSpan> alerts = result.getAccumulatorResult("alerts");
      List<TimeSpan> searches = result.getAccumulatorResult("searches");
      SearchDelays delays = SearchDelays.of(alerts, searches);
      report(delays, backend, sink);
      List<AbstractCheckpointStats> completed =
          flink.checkpoints(job).stream()
              .filter(checkpoint -> checkpoint.getStatus() == CheckpointStatsStatus.COMPLETED)
              .toList();
      List<TimeSpan> spans = completed.stream().map(SearchBenchmark::span).toList();
      report(spans.stream().filter(delays.span()::overlaps).toList(), backend, sink);
      long largest =
          completed.stream().mapToLong(AbstractCheckpointStats::getStateSize).max().orElse(0);
      reportState(largest, backend, sink);
    } finally {
      FileUtils.deleteDirectory(checkpoints.toFile());
    }
  }

  private static TimeSpan span(AbstractCheckpointStats checkpoint) {
    return new TimeSpan(checkpoint.getTriggerTimestamp(), checkpoint.getLatestAckTimestamp());
  }

  private static Configuration cluster() {
    Configuration cluster = new Configuration();
    cluster.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    cluster.set(WebOptions.CHECKPOINTS_HISTORY_SIZE, EVERY_CHECKPOINT);
    return cluster;
  }

  private Configuration options(String backend, Path checkpoints) {
    Configuration options = new Configuration();
    options.set(StateBackendOptions.STATE_BACKEND, backend.equals("heap") ? "hashmap" : backend);
    options.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    options.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, time.dividedBy(CHECKPOINTS));
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    options.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(1));
    return options;
  }

  private StreamGraph graph(Configuration options) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(options);
    env.setParallelism(1);
    env.setMaxParallelism(LiveMatchingJob.MAX_PARALLELISM);
    PlayTrafficFunction traffic =
        new PlayTrafficFunction(sightings, time, SEARCHES, DIMENSION, watching);
    SingleOutputStreamOperator<ArrivedSighting> played =
        env.fromSequence(0, traffic.numbers() - 1)
            .process(traffic, TypeInformation.of(ArrivedSighting.class));
    SingleOutputStreamOperator<Match> candidates =
        gallery(env, played)
            .keyBy(GalleryRecord::key)
            .connect(queries(played).broadcast())
            .transform(
                "match-queries", TypeInformation.of(Match.class), new MatchQueriesOperator());
    alerts(candidates)
        .filter(alert -> alert.queryId().startsWith(PlayTrafficFunction.EVERYBODY))
        .map(
            alert -> new TimeSpan(alert.lastSeen().toEpochMilli(), System.currentTimeMillis()),
            TypeInformation.of(TimeSpan.class))
        .map(new TimeSpans("alerts"), TypeInformation.of(TimeSpan.class))
        .sinkTo(new DiscardingSink<>());
    candidates
        .getSideOutput(MatchQueriesOperator.SEARCH_PROGRESS)
        .filter(progress -> progress.queryId().startsWith(PlayTrafficFunction.SEARCH))
        .flatMap(new TimeSearchesFunction(), TypeInformation.of(TimeSpan.class))
        .map(new TimeSpans("searches"), TypeInformation.of(TimeSpan.class))
        .sinkTo(new DiscardingSink<>());
    return env.getStreamGraph();
  }

  private static DataStream<GalleryRecord> gallery(
      StreamExecutionEnvironment env, DataStream<ArrivedSighting> arrivals) {
    DataStream<ParsedErasure> none =
        env.fromData(TypeInformation.of(ParsedErasure.class), new ParsedErasure(null, null));
    return arrivals
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<ArrivedSighting>forMonotonousTimestamps()
                .withTimestampAssigner(
                    (arrived, before) -> arrived.sighting().lastSeen().toEpochMilli()))
        .keyBy(arrived -> arrived.sighting().cameraId())
        .connect(none.broadcast(ErasuresInForce.DESCRIPTOR))
        .process(
            new BucketSightingsFunction(RETENTION, true), TypeInformation.of(GalleryRecord.class));
  }

  private static DataStream<WatchlistUpdate> queries(
      SingleOutputStreamOperator<ArrivedSighting> played) {
    return played
        .getSideOutput(PlayTrafficFunction.QUERIES)
        .assignTimestampsAndWatermarks(IdleWatermarks.strategy());
  }

  private static DataStream<Alert> alerts(SingleOutputStreamOperator<Match> candidates) {
    return candidates
        .keyBy(Match::key)
        .connect(
            candidates.getSideOutput(MatchQueriesOperator.BACKGROUND).keyBy(BackgroundPart::key))
        .process(new CalibrateFunction(RETENTION), TypeInformation.of(Match.class))
        .keyBy(Match::queryId)
        .process(new SuppressRepeatAlertsFunction(RETENTION), TypeInformation.of(Alert.class));
  }

  private void report(SearchDelays delays, String backend, Consumer<BenchmarkLine> sink) {
    delay("quiet", delays.quiet(), backend, sink);
    delay("searching", delays.searching(), backend, sink);
    sink.accept(line("search", delays.searches(), backend, delays.millisPerSearch(), "ms", null));
  }

  private void delay(String when, List<Long> delays, String backend, Consumer<BenchmarkLine> sink) {
    double median = SearchDelays.quantile(delays, 0.5);
    double slowest = SearchDelays.quantile(delays, 0.99);
    sink.accept(line(when + " p50", delays.size(), backend, median, "ms", null));
    sink.accept(line(when + " p99", delays.size(), backend, slowest, "ms", MOST_MILLIS));
  }

  private void report(List<TimeSpan> checkpoints, String backend, Consumer<BenchmarkLine> sink) {
    double timeout = CheckpointingOptions.CHECKPOINTING_TIMEOUT.defaultValue().toMillis();
    double longest = checkpoints.stream().mapToLong(TimeSpan::millis).max().orElse(0);
    sink.accept(line("checkpoint", checkpoints.size(), backend, longest, "ms, longest", timeout));
  }

  /**
   * Of the whole job; live sightings are few. What queries have learned has no limit a sighting.
   */
  private void reportState(long bytes, String backend, Consumer<BenchmarkLine> sink) {
    double most = MOST_STATE_RATIO * BYTES_A_DIMENSION * DIMENSION + MOST_BYTES_BESIDE;
    double figure = (double) bytes / sightings;
    sink.accept(
        line("state", sightings, backend, figure, "bytes a sighting", watching > 0 ? null : most));
  }

  private BenchmarkLine line(
      String part, int n, String backend, double figure, String unit, Double limit) {
    return new BenchmarkLine(
        "search",
        part,
        n,
        DIMENSION,
        null,
        "%s, %d sightings".formatted(backend, sightings),
        figure,
        unit,
        limit,
        limit == null ? null : limit / Math.max(figure, 1),
        null);
  }
}
