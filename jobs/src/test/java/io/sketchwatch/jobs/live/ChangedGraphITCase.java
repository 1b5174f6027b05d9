package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.kafka.KafkaCropStore;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.operators.Stages;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a graph may differ from the one that took a savepoint, and how it must not. */
@Timeout(300)
class ChangedGraphITCase {

  private static final int SLOTS = 2;
  private static final SavedRelease RELEASE = SavedRelease.all().get(0);

  @TempDir private static Path folder;

  private static EmbeddedBroker broker;
  private static KafkaConnection connection;
  private static EmbeddedFlink flink;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
    try (TopicAdmin topics =
        new TopicAdmin(connection, TopicOptions.ofOneBroker(ReleaseStory.PARTITIONS))) {
      topics.create(EnumSet.allOf(Topic.class));
    }
    RELEASE.fill(connection);
    flink = EmbeddedFlink.start(SLOTS);
  }

  @AfterAll
  static void stop() throws Exception {
    flink.close();
    broker.close();
  }

  @Test
  void shouldGoOnWithMoreStagesAndWithoutAStageThatHoldsNothing() throws Exception {
    StreamExecutionEnvironment changed = restoring();
    stage(changed, Stages.MEASURE_ALERTS).setUid("measure-otherwise");
    count(new DataStream<>(changed, stage(changed, Stages.SUPPRESS_REPEAT_ALERTS)));

    JobID job = flink.submit(KafkaLiveMatching.graph(changed));

    assertThat(Path.of(URI.create(savepointOnceItRuns(job))).resolve("_metadata")).exists();
  }

  @Test
  void shouldRefuseToLeaveOutAStageThatHoldsState() throws Exception {
    StreamExecutionEnvironment changed = restoring();
    stage(changed, Stages.MATCH_QUERIES).setUid("match-otherwise");

    JobID job = flink.submit(KafkaLiveMatching.graph(changed));

    JobResult result = flink.result(job).get(60, TimeUnit.SECONDS);
    assertThat(result.getSerializedThrowable()).isPresent();
    assertThat(result.getSerializedThrowable().get().getFullStringifiedStackTrace())
        .contains("Cannot map checkpoint/savepoint state for operator");
  }

  private static StreamExecutionEnvironment restoring() {
    Configuration options = ReleaseStory.options("hashmap");
    options.set(
        StateRecoveryOptions.SAVEPOINT_PATH, RELEASE.savepoint().toAbsolutePath().toString());
    options.set(CoreOptions.DEFAULT_PARALLELISM, SLOTS);
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    LiveModels models =
        new LiveModels(
            new BlockWorld.Blocks(),
            new BlockWorld.Hues(),
            BlockWorld.START_MODEL,
            KafkaCropStore.factory(connection, Duration.ofSeconds(20)));
    return new KafkaLiveMatching(connection, models, options).define(StoredGallery.NONE);
  }

  private static Transformation<?> stage(StreamExecutionEnvironment graph, String uid) {
    return graph.getTransformations().stream()
        .filter(stage -> uid.equals(stage.getUid()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No stage has uid '" + uid + "'"));
  }

  /** A stage with state of its own, and its sink. */
  private static void count(DataStream<?> alerts) {
    alerts
        .map(alert -> 1, Types.INT)
        .uid("one-an-alert")
        .keyBy(one -> one, Types.INT)
        .reduce(Integer::sum)
        .uid("count-alerts")
        .sinkTo(new DiscardingSink<>())
        .uid("discard-counts");
  }

  private static String savepointOnceItRuns(JobID job) {
    return await("savepoint")
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> flink.stop(job, folder), savepoint -> true);
  }
}
