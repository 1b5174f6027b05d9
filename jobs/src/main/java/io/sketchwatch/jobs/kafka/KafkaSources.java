package io.sketchwatch.jobs.kafka;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.jobs.codec.ErasureDeserializer;
import io.sketchwatch.jobs.codec.ExemplarDeserializer;
import io.sketchwatch.jobs.codec.FrameDeserializer;
import io.sketchwatch.jobs.codec.ModelDeserializer;
import io.sketchwatch.jobs.codec.QueryDeserializer;
import io.sketchwatch.jobs.codec.SightingDeserializer;
import io.sketchwatch.jobs.codec.VerdictDeserializer;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.embedding.ParsedSighting;
import io.sketchwatch.operators.frame.ParsedFrame;
import io.sketchwatch.operators.gallery.ParsedErasure;
import io.sketchwatch.operators.model.ParsedModel;
import io.sketchwatch.operators.query.ParsedQuery;
import io.sketchwatch.operators.verdict.ParsedExemplar;
import io.sketchwatch.operators.verdict.ParsedVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * The jobs' sources, unbounded unless the caller bounds them. A job that restores a checkpoint goes
 * on from there; the rest is about jobs that start without one. New partitions are found within a
 * minute. Records of transactions come when those are committed, the job's own exemplars among
 * them.
 */
public final class KafkaSources {

  private static final Duration DISCOVERY_INTERVAL = Duration.ofMinutes(1);

  private final KafkaConnection connection;
  private final String groupId;

  /**
   * Names the reader.
   *
   * @param groupId under which offsets are committed at each checkpoint
   */
  public KafkaSources(KafkaConnection connection, String groupId) {
    this.connection = connection;
    this.groupId = groupId;
  }

  /**
   * Topic {@code frames}, from the group's committed offsets, else from the earliest frame.
   *
   * @param maxContentBytes a frame with more content is a dead letter
   */
  public KafkaSourceBuilder<ParsedFrame> frames(int maxContentBytes) {
    return source(Topic.FRAMES, new FrameDeserializer(maxContentBytes))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST));
  }

  /**
   * Topic {@code queries}, always from the earliest record: it holds the wanted state of every
   * query, and a job without a checkpoint that began at the committed offsets would forget those
   * before.
   */
  public KafkaSourceBuilder<ParsedQuery> queries() {
    return source(Topic.QUERIES, new QueryDeserializer())
        .setStartingOffsets(OffsetsInitializer.earliest());
  }

  /** Topic {@code verdicts}, always from the earliest record: it holds every verdict in force. */
  public KafkaSourceBuilder<ParsedVerdict> verdicts() {
    return source(Topic.VERDICTS, new VerdictDeserializer())
        .setStartingOffsets(OffsetsInitializer.earliest());
  }

  /** Topic {@code exemplars}, which the job writes itself, always from the earliest record. */
  public KafkaSourceBuilder<ParsedExemplar> exemplars() {
    return source(Topic.EXEMPLARS, new ExemplarDeserializer())
        .setStartingOffsets(OffsetsInitializer.earliest());
  }

  /** Topic {@code models}, always from the earliest record, as queries are. */
  public KafkaSourceBuilder<ParsedModel> models() {
    return source(Topic.MODELS, new ModelDeserializer())
        .setStartingOffsets(OffsetsInitializer.earliest());
  }

  /** Topic {@code erasures}, always from the earliest record: what it says was never taken back. */
  public KafkaSourceBuilder<ParsedErasure> erasures() {
    return source(Topic.ERASURES, new ErasureDeserializer())
        .setStartingOffsets(OffsetsInitializer.earliest());
  }

  /** Topic {@code reembedded-sightings}, always from the earliest record. */
  public KafkaSourceBuilder<ParsedSighting> reembeddedSightings() {
    return source(Topic.REEMBEDDED_SIGHTINGS, new SightingDeserializer(Stages.REEMBEDDED_SOURCE))
        .setStartingOffsets(OffsetsInitializer.earliest());
  }

  /**
   * What jobs before this one have stored of their galleries: topics {@code sightings} and {@code
   * reembedded-sightings} from the earliest records up to these ends, which the job itself then
   * writes on behind. It never finishes, so that a job's checkpoints are the same with and without
   * it; without partitions it reads nothing, and needs no right to.
   *
   * @param ends of the partitions to read, exclusive
   * @param erasures orders that were given before; what they cover is left out
   */
  public KafkaSourceBuilder<ParsedSighting> storedSightings(
      Map<TopicPartition, Long> ends, List<Erasure> erasures) {
    return KafkaSource.<ParsedSighting>builder()
        .setProperties(connection.properties())
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "-1")
        .setPartitions(Set.copyOf(ends.keySet()))
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setUnbounded(OffsetsInitializer.offsets(ends))
        .setGroupId(groupId)
        .setClientIdPrefix(groupId + "-stored")
        .setDeserializer(new SightingDeserializer(Stages.STORED_SOURCE, erasures));
  }

  /** Topic {@code sightings}, from the group's committed offsets, else from the earliest one. */
  public KafkaSourceBuilder<ParsedSighting> sightings() {
    return source(Topic.SIGHTINGS, new SightingDeserializer(Stages.SIGHTING_SOURCE))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST));
  }

  private <T> KafkaSourceBuilder<T> source(
      Topic topic, KafkaRecordDeserializationSchema<T> deserializer) {
    return KafkaSource.<T>builder()
        .setProperties(connection.properties())
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setProperty(
            KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
            String.valueOf(DISCOVERY_INTERVAL.toMillis()))
        .setTopics(topic.topicName())
        .setGroupId(groupId)
        .setClientIdPrefix(groupId + "-" + topic.topicName())
        .setDeserializer(deserializer);
  }
}
