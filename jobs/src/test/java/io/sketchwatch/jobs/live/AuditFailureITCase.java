package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sketchwatch.core.audit.AuditEvent;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.codec.AuditJson;
import io.sketchwatch.jobs.command.CommandRun;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.kafka.KafkaSinks;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.audit.CaseEvent;
import io.sketchwatch.operators.audit.ChainAuditFunction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A failure neither loses nor repeats what was recorded, and leaves the chains whole. */
@Timeout(120)
class AuditFailureITCase {

  private static final int EVENTS = 60;

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static EmbeddedBroker broker;
  private static KafkaConnection connection;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(connection, TopicOptions.ofOneBroker(1))) {
      topics.create(List.of(Topic.AUDIT, Topic.AUDIT_ANCHORS));
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void shouldChainEveryEventOnceWhenTheJobFails() throws Exception {
    StreamGraph graph = graph();
    FailOnce.arm(graph, Stages.CHAIN_AUDIT, 3, 2);
    StreamExecutionEnvironment.getExecutionEnvironment().execute(graph);
    assertThat(FailOnce.hasFailed(Stages.CHAIN_AUDIT)).isTrue();

    CommandRun run =
        CommandRun.of("audit", "verify", "--json", "--kafka", broker.bootstrapServers());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json())
        .hasSize(2)
        .allSatisfy(chain -> assertThat(chain.get("anchoredSeq").asInt()).isPositive())
        .extracting(chain -> chain.get("records"))
        .extracting(JsonNode::asInt)
        .containsExactly(EVENTS / 2, EVENTS / 2);
  }

  private static StreamGraph graph() {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(2);
    environment.enableCheckpointing(50);
    var chained =
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    AuditFailureITCase::event,
                    (long) EVENTS,
                    RateLimiterStrategy.perCheckpoint(4),
                    TypeInformation.of(CaseEvent.class)),
                WatermarkStrategy.noWatermarks(),
                "events")
            .uid("events")
            .keyBy(CaseEvent::reference)
            .process(
                new ChainAuditFunction(AuditJson::hash, Duration.ofMillis(20)),
                TypeInformation.of(AuditRecord.class))
            .uid(Stages.CHAIN_AUDIT);
    KafkaSinks sinks = KafkaSinks.exactlyOnce(connection, "audit");
    chained.sinkTo(sinks.audit()).setParallelism(1).uid(Stages.AUDIT_SINK);
    chained
        .getSideOutput(ChainAuditFunction.ANCHORS)
        .sinkTo(sinks.auditAnchors())
        .setParallelism(1)
        .uid(Stages.AUDIT_ANCHOR_SINK);
    return environment.getStreamGraph();
  }

  private static CaseEvent event(long index) {
    return new CaseEvent(
        "case-" + index % 2,
        new AuditEvent("q-" + index, AuditEvent.Kind.QUERY_ACCEPTED, Map.of("version", "1")));
  }
}
