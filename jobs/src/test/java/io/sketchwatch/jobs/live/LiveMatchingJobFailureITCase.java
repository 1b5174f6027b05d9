package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.alert.AlertIds;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.frame.CaptureTimeLimit;
import io.sketchwatch.operators.frame.CaptureTimeWatermarks;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.model.ParsedModel;
import io.sketchwatch.operators.model.ServedModel;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.legacy.SinkFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever operator fails, whoever was alerted without the failure is alerted with it. */
@Timeout(300)
class LiveMatchingJobFailureITCase {

  private static final int HUES = 12;
  private static final List<String> CAMERAS = List.of("gate", "yard");
  private static final int FRAMES = BlockWorld.STEPS_TO_CROSS * HUES;
  private static final int CHECKPOINTS_BEFORE_FAILURE = 5;
  private static final double THRESHOLD = 0.995;

  private static final Queue<Alert> ALERTS = new ConcurrentLinkedQueue<>();

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static Set<String> undisturbed;

  @BeforeAll
  static void runWithoutFailure() throws Exception {
    undisturbed = run(null);
    assertThat(undisturbed).hasSize(HUES * CAMERAS.size());
    assertThat(ALERTS).extracting(Alert::phase).contains(Phase.PAST, Phase.LIVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Stages.CHECK_FRAMES,
        Stages.CROP_PERSONS,
        Stages.TRACK_PERSONS,
        Stages.ASSIGN_SHOTS,
        Stages.EMBED_CROPS,
        Stages.BUCKET_SIGHTINGS,
        Stages.TRACK_QUERIES,
        Stages.ASSIGN_QUERIES,
        Stages.EMBED_QUERIES,
        Stages.MATCH_QUERIES,
        Stages.ADD_EXEMPLARS,
        Stages.TRACK_VERDICTS,
        Stages.APPLY_VERDICTS,
        Stages.CALIBRATE,
        Stages.SUPPRESS_REPEAT_ALERTS,
        Stages.REPORT_QUERY_STATUS
      })
  void shouldAlertOnTheSamePeopleWhenAnOperatorFails(String uid) throws Exception {
    Set<String> alerts = run(uid);

    assertThat(FailOnce.hasFailed(uid)).isTrue();
    assertThat(alerts).isEqualTo(undisturbed);
    assertThat(ALERTS)
        .allSatisfy(alert -> assertThat(alert.score() - THRESHOLD).isGreaterThan(1e-3));
  }

  private static Set<String> run(String failingUid) throws Exception {
    ALERTS.clear();
    StreamGraph graph = graph();
    if (failingUid != null) {
      FailOnce.arm(graph, failingUid, CHECKPOINTS_BEFORE_FAILURE, recordsBeforeFailure(failingUid));
    }
    StreamExecutionEnvironment.getExecutionEnvironment().execute(graph);
    return ALERTS.stream().map(Alert::alertId).collect(Collectors.toSet());
  }

  /** Frames are many, everything else is little: some of it lies between checkpoint and failure. */
  private static int recordsBeforeFailure(String uid) {
    return switch (uid) {
      case Stages.CHECK_FRAMES, Stages.CROP_PERSONS, Stages.TRACK_PERSONS -> 20;
      default -> 2;
    };
  }

  private static StreamGraph graph() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    environment.setMaxParallelism(LiveMatchingJob.MAX_PARALLELISM);
    environment.enableCheckpointing(50);

    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.FRAME_WALL_CLOCK, false);
    var models =
        new LiveModels(
            new BlockWorld.Blocks(),
            new BlockWorld.Hues(),
            ServedModel.atStart(
                BlockWorld.START_MODEL.modelId(), "none", Map.of("0.999", THRESHOLD)),
            BlockWorld.CountingCropStore::new);
    var frames =
        environment
            .fromSource(
                frameSource(),
                CaptureTimeWatermarks.of(CaptureTimeLimit.FILES),
                Stages.FRAME_SOURCE,
                TypeInformation.of(ParsedFrame.class))
            .uid(Stages.FRAME_SOURCE);
    var inputs =
        new LiveInputs(
            frames,
            control(
                environment,
                Stages.QUERY_SOURCE,
                ParsedQuery.class,
                LiveMatchingJobFailureITCase::query),
            environment
                .fromData(
                    TypeInformation.of(ParsedModel.class),
                    new ParsedModel("unknown", null, BlockWorld.START, null))
                .uid(Stages.MODEL_SOURCE),
            control(
                environment,
                Stages.VERDICT_SOURCE,
                ParsedVerdict.class,
                LiveMatchingJobFailureITCase::verdict),
            control(
                environment,
                Stages.EXEMPLAR_SOURCE,
                ParsedExemplar.class,
                LiveMatchingJobFailureITCase::exemplar),
            control(
                environment,
                Stages.REEMBEDDED_SOURCE,
                ParsedSighting.class,
                index -> new ParsedSighting(null, null)),
            control(
                environment,
                Stages.STORED_SOURCE,
                ParsedSighting.class,
                index -> new ParsedSighting(null, null)),
            control(
                environment,
                Stages.ERASURE_SOURCE,
                ParsedErasure.class,
                index -> new ParsedErasure(null, null)));
    new LiveMatchingJob(models, options)
        .define(inputs)
        .alerts()
        .addSink(new CollectAlerts())
        .uid(Stages.ALERT_SINK);
    return environment.getStreamGraph();
  }

  /**
   * One camera after the other, so that each subtask of the source reads one; a hue a checkpoint.
   */
  private static DataGeneratorSource<ParsedFrame> frameSource() {
    return new DataGeneratorSource<>(
        index ->
            new ParsedFrame(
                BlockWorld.frame(CAMERAS.get((int) (index / FRAMES)), (int) (index % FRAMES), HUES),
                null),
        (long) FRAMES * CAMERAS.size(),
        RateLimiterStrategy.perCheckpoint(BlockWorld.STEPS_TO_CROSS * CAMERAS.size()),
        TypeInformation.of(ParsedFrame.class));
  }

  /**
   * A query a checkpoint, out of step with the hues: some look for the past, some for the future;
   * every other one has a budget.
   */
  private static <T> DataStream<T> control(
      StreamExecutionEnvironment environment,
      String stage,
      Class<T> type,
      GeneratorFunction<Long, T> record) {
    return environment
        .fromSource(
            new DataGeneratorSource<>(
                record,
                (long) HUES,
                RateLimiterStrategy.perCheckpoint(1),
                TypeInformation.of(type)),
            WatermarkStrategy.noWatermarks(),
            stage)
        .uid(stage)
        .setParallelism(1);
  }

  /** On nobody who is alerted. */
  private static ParsedVerdict verdict(long index) {
    String query = "q-" + index;
    String alertId = AlertIds.alertId(query, "nobody");
    return new ParsedVerdict(
        alertId,
        new Verdict(alertId, query, "nobody", Verdict.Decision.REJECT, "desk 4", BlockWorld.START),
        null);
  }

  /** The end of a photo that nobody confirmed. */
  private static ParsedExemplar exemplar(long index) {
    String query = "q-" + index;
    String alertId = AlertIds.alertId(query, "nobody");
    return new ParsedExemplar(query, new ExemplarUpdate(query, alertId, null), null);
  }

  private static ParsedQuery query(long index) {
    String id = "q-" + index;
    int hue = (int) (index * 5 + 3) % HUES;
    Double threshold = index % 2 == 0 ? THRESHOLD : null;
    byte[] sketch = BlockWorld.sketch(BlockWorld.hue(hue, HUES));
    var query =
        new Query(
            id,
            1,
            Query.State.ACTIVE,
            new Media("image/png", sketch, null),
            null,
            null,
            null,
            null,
            threshold,
            null,
            0,
            null);
    return new ParsedQuery(id, query, null, new RecordOrigin("queries", 0, 0), sketch);
  }

  private static final class CollectAlerts implements SinkFunction<Alert> {

    private static final long serialVersionUID = 1;

    @Override
    public void invoke(Alert alert, Context context) {
      ALERTS.add(alert);
    }
  }
}
