package io.sketchwatch.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.codec.AlertRecords;
import io.sketchwatch.jobs.codec.AuditAnchorJson;
import io.sketchwatch.jobs.codec.AuditJson;
import io.sketchwatch.jobs.codec.CoverageJson;
import io.sketchwatch.jobs.codec.DeadLetterRecords;
import io.sketchwatch.jobs.codec.ExemplarRecords;
import io.sketchwatch.jobs.codec.ModelStatusJson;
import io.sketchwatch.jobs.codec.QueryStatusJson;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.operators.verdict.ExemplarUpdate;
import java.time.Duration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The jobs' sinks.
 *
 * <p>At least once by default: a record shows at once, and a failure may repeat some, alerts under
 * the same id. Exactly once shows records only at the next checkpoint, to readers with {@code
 * isolation.level=read_committed}.
 */
public final class KafkaSinks {

  /** The most that brokers allow unless they are told otherwise. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

  private final KafkaConnection connection;
  private final DeliveryGuarantee guarantee;
  private final String transactionalIdPrefix;

  private KafkaSinks(
      KafkaConnection connection, DeliveryGuarantee guarantee, String transactionalIdPrefix) {
    this.connection = connection;
    this.guarantee = guarantee;
    this.transactionalIdPrefix = transactionalIdPrefix;
  }

  /** Sinks that repeat records after a failure. */
  public static KafkaSinks atLeastOnce(KafkaConnection connection) {
    return new KafkaSinks(connection, DeliveryGuarantee.AT_LEAST_ONCE, null);
  }

  /**
   * Sinks that commit with each checkpoint.
   *
   * @param transactionalIdPrefix unique to the job on its Kafka, and the same after a restart
   */
  public static KafkaSinks exactlyOnce(KafkaConnection connection, String transactionalIdPrefix) {
    return new KafkaSinks(connection, DeliveryGuarantee.EXACTLY_ONCE, transactionalIdPrefix);
  }

  /** Topic {@code sightings}: keyed by sighting, all of a camera in one partition. */
  public KafkaSink<Sighting> sightings() {
    return sightings(Topic.SIGHTINGS);
  }

  /** Topic {@code reembedded-sightings}, as {@code sightings}. */
  public KafkaSink<Sighting> reembeddedSightings() {
    return sightings(Topic.REEMBEDDED_SIGHTINGS);
  }

  private KafkaSink<Sighting> sightings(Topic topic) {
    String name = topic.topicName();
    return sink(
        topic,
        (sighting, context, time) ->
            new ProducerRecord<>(
                name,
                CameraPartition.of(sighting.cameraId(), context.getPartitionsForTopic(name).length),
                sighting.key().getBytes(UTF_8),
                SightingCodec.encode(sighting)));
  }

  /** Topic {@code alerts}: keyed by query. */
  public KafkaSink<Alert> alerts() {
    String topic = Topic.ALERTS.topicName();
    return sink(Topic.ALERTS, (alert, context, time) -> AlertRecords.producerRecord(topic, alert));
  }

  /** Topic {@code exemplars}: keyed by query and alert. */
  public KafkaSink<ExemplarUpdate> exemplars() {
    String topic = Topic.EXEMPLARS.topicName();
    return sink(
        Topic.EXEMPLARS, (update, context, time) -> ExemplarRecords.producerRecord(topic, update));
  }

  /** Topic {@code query-status}: keyed by query. */
  public KafkaSink<QueryStatus> queryStatuses() {
    String topic = Topic.QUERY_STATUS.topicName();
    return sink(
        Topic.QUERY_STATUS,
        (status, context, time) ->
            new ProducerRecord<>(
                topic, status.queryId().getBytes(UTF_8), QueryStatusJson.encode(status)));
  }

  /** Topic {@code model-status}: keyed by model. */
  public KafkaSink<ModelStatus> modelStatuses() {
    String topic = Topic.MODEL_STATUS.topicName();
    return sink(
        Topic.MODEL_STATUS,
        (status, context, time) ->
            new ProducerRecord<>(
                topic, status.modelId().getBytes(UTF_8), ModelStatusJson.encode(status)));
  }

  /** Topic {@code coverage}: keyed by camera. */
  public KafkaSink<Coverage> coverage() {
    String topic = Topic.COVERAGE.topicName();
    return sink(
        Topic.COVERAGE,
        (coverage, context, time) ->
            new ProducerRecord<>(
                topic, coverage.cameraId().getBytes(UTF_8), CoverageJson.encode(coverage)));
  }

  /** Topic {@code dead-letters}: keyed as they came. */
  public KafkaSink<DeadLetter> deadLetters() {
    String topic = Topic.DEAD_LETTERS.topicName();
    return sink(
        Topic.DEAD_LETTERS,
        (letter, context, time) -> DeadLetterRecords.producerRecord(topic, letter));
  }

  /** Topic {@code audit}: keyed by case. */
  public KafkaSink<AuditRecord> audit() {
    String topic = Topic.AUDIT.topicName();
    return sink(
        Topic.AUDIT,
        (record, context, time) ->
            new ProducerRecord<>(
                topic, record.reference().getBytes(UTF_8), AuditJson.encode(record)));
  }

  /** Topic {@code audit-anchors}: keyed by case. */
  public KafkaSink<AuditAnchor> auditAnchors() {
    String topic = Topic.AUDIT_ANCHORS.topicName();
    return sink(
        Topic.AUDIT_ANCHORS,
        (anchor, context, time) ->
            new ProducerRecord<>(
                topic, anchor.reference().getBytes(UTF_8), AuditAnchorJson.encode(anchor)));
  }

  private <T> KafkaSink<T> sink(Topic topic, KafkaRecordSerializationSchema<T> serializer) {
    var builder =
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(connection.properties())
            .setBootstrapServers(connection.bootstrapServers())
            .setProperty(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                String.valueOf(Topic.DEAD_LETTER_RECORD_BYTES))
            .setRecordSerializer(serializer)
            .setDeliveryGuarantee(guarantee);
    if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
      builder
          .setTransactionalIdPrefix(transactionalIdPrefix + "-" + topic.topicName())
          .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
          .setProperty(
              ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
              String.valueOf(TRANSACTION_TIMEOUT.toMillis()));
    }
    return builder.build();
  }
}
