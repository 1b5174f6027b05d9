package io.sketchwatch.jobs.reembed;

import io.sketchwatch.jobs.kafka.CropReader;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.kafka.KafkaSinks;
import io.sketchwatch.jobs.kafka.KafkaSources;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.embedding.ReembedSightingsOperator;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.common.TopicPartition;

/**
 * A re-embedding between Kafka and Kafka, from where the one before it for the same model came to.
 *
 * <p>It ends with the last record before the given ends. It never restarts: started again, it goes
 * on after the last completed checkpoint, one every {@value #CHECKPOINT_SECONDS} seconds. What it
 * writes twice then, the gallery keeps once.
 */
public final class KafkaReembedding {

  private static final long CHECKPOINT_SECONDS = 5;

  private final KafkaConnection connection;
  private final ReembeddingModel model;
  private final Configuration options;

  /**
   * @param options of inference, see {@link LiveMatchingOptions}, and Flink's own
   * @throws IllegalArgumentException if an option is out of its range
   */
  public KafkaReembedding(
      KafkaConnection connection, ReembeddingModel model, Configuration options) {
    LiveMatchingOptions.validated(options);
    this.connection = connection;
    this.model = model;
    this.options = options;
  }

  /**
   * The graph, ready to be submitted.
   *
   * @param ends of the partitions of topic {@code sightings}, exclusive
   */
  public StreamGraph graph(Map<TopicPartition, Long> ends) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(flinkConfiguration());
    var sightings =
        environment
            .fromSource(
                new KafkaSources(connection, ReembeddingOffsets.groupId(model.modelId()))
                    .sightings()
                    .setBounded(OffsetsInitializer.offsets(ends))
                    .build(),
                WatermarkStrategy.noWatermarks(),
                Stages.SIGHTING_SOURCE,
                TypeInformation.of(ParsedSighting.class))
            .uid(Stages.SIGHTING_SOURCE);
    ReembedJob.Outputs outputs = ReembedJob.define(sightings, operator());
    KafkaSinks sinks = KafkaSinks.atLeastOnce(connection);
    outputs
        .sightings()
        .sinkTo(sinks.reembeddedSightings())
        .uid(Stages.REEMBEDDED_SINK)
        .name(Stages.REEMBEDDED_SINK);
    outputs
        .deadLetters()
        .sinkTo(sinks.deadLetters())
        .uid(Stages.DEAD_LETTER_SINK)
        .name(Stages.DEAD_LETTER_SINK);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(ReembeddingOffsets.groupId(model.modelId()));
    return graph;
  }

  private ReembedSightingsOperator operator() {
    return new ReembedSightingsOperator(
        model.encoder(),
        model.modelId(),
        LiveMatchingOptions.embedding(options),
        CropReader.factory(connection, options.get(LiveMatchingOptions.ASYNC_TIMEOUT)),
        options.get(LiveMatchingOptions.ASYNC_CAPACITY));
  }

  private Configuration flinkConfiguration() {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(CHECKPOINT_SECONDS));
    flink.addAll(options);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    return flink;
  }
}
