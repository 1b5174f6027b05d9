package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.alert.Verdict;
import io.sketchwatch.core.alert.Verdict.Decision;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.model.ModelAnnouncement;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.codec.AlertJson;
import io.sketchwatch.jobs.codec.BadRecordException;
import io.sketchwatch.jobs.codec.CoverageJson;
import io.sketchwatch.jobs.codec.DeadLetterRecords;
import io.sketchwatch.jobs.codec.ModelJson;
import io.sketchwatch.jobs.codec.ModelStatusJson;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.codec.QueryStatusJson;
import io.sketchwatch.jobs.codec.SightingCodec;
import io.sketchwatch.jobs.codec.VerdictJson;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.awt.Color;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker with the live job's topics: what a test sends to them, and what they hold. */
class LiveTopics implements AutoCloseable {

  /** Least score of an alert: 8 degrees of hue. */
  static final double THRESHOLD = 0.99;

  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EmbeddedBroker broker;
  private final KafkaConnection connection;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Topic, TopicLog> logs = new EnumMap<>(Topic.class);

  /** Starts the broker, and creates the topics with so many partitions each. */
  LiveTopics(int partitions) throws Exception {
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(connection, TopicOptions.ofOneBroker(partitions))) {
      topics.create(EnumSet.allOf(Topic.class));
    }
    producer = producer(connection);
  }

  static KafkaProducer<byte[], byte[]> producer(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGE_RECORD_BYTES);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  KafkaConnection connection() {
    return connection;
  }

  // -- input

  /** Version 1 of a query for a hue; {@code cameras} null for all. */
  static Query aQuery(String queryId, Color hue, List<String> cameras, double threshold) {
    Media sketch = new Media("image/png", BlockWorld.sketch(hue), null);
    return new Query(
        queryId,
        1,
        Query.State.ACTIVE,
        sketch,
        cameras,
        null,
        null,
        null,
        threshold,
        null,
        0,
        null);
  }

  void ask(Query query) throws Exception {
    send(queryRecord(query.queryId(), QueryJson.encode(query)));
  }

  void judge(Alert alert, Decision decision) throws Exception {
    Verdict verdict =
        new Verdict(
            alert.alertId(),
            alert.queryId(),
            alert.trackletId(),
            decision,
            "desk 4",
            Instant.now());
    send(verdictRecord(verdict.alertId(), VerdictJson.encode(verdict)));
  }

  static ProducerRecord<byte[], byte[]> verdictRecord(String alertId, byte[] value) {
    return new ProducerRecord<>(Topic.VERDICTS.topicName(), alertId.getBytes(UTF_8), value);
  }

  void announce(ModelAnnouncement model) throws Exception {
    send(
        new ProducerRecord<>(
            Topic.MODELS.topicName(), model.modelId().getBytes(UTF_8), ModelJson.encode(model)));
  }

  static ProducerRecord<byte[], byte[]> queryRecord(String queryId, byte[] value) {
    return new ProducerRecord<>(Topic.QUERIES.topicName(), queryId.getBytes(UTF_8), value);
  }

  /** Sends records in order; returns where they are. */
  List<RecordOrigin> send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sendings = records.stream().map(producer::send).toList();
    List<RecordOrigin> origins = new ArrayList<>();
    for (Future<RecordMetadata> sending : sendings) {
      RecordMetadata sent = sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      origins.add(new RecordOrigin(sent.topic(), sent.partition(), sent.offset()));
    }
    return origins;
  }

  RecordOrigin send(ProducerRecord<byte[], byte[]> record) throws Exception {
    return send(List.of(record)).get(0);
  }

  // -- output

  List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
    return logs.computeIfAbsent(topic, name -> new TopicLog(connection, name)).records();
  }

  private <T> List<T> read(Topic topic, Reader<T> reader) throws BadRecordException {
    List<T> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
      values.add(reader.read(record));
    }
    return values;
  }

  List<Alert> alerts() throws BadRecordException {
    return read(Topic.ALERTS, record -> AlertJson.decode(record.value()));
  }

  List<Alert> alerts(String queryId) throws BadRecordException {
    return alerts().stream().filter(alert -> alert.queryId().equals(queryId)).toList();
  }

  /** Whom a query has found, in the order of their first alerts. */
  List<String> tracklets(String queryId) throws BadRecordException {
    return alerts(queryId).stream().map(Alert::trackletId).distinct().toList();
  }

  List<QueryStatus> statuses() throws BadRecordException {
    return read(Topic.QUERY_STATUS, record -> QueryStatusJson.decode(record.value()));
  }

  List<QueryStatus> statuses(String queryId) throws BadRecordException {
    return statuses().stream().filter(status -> status.queryId().equals(queryId)).toList();
  }

  QueryStatus lastStatus(String queryId) throws BadRecordException {
    List<QueryStatus> all = statuses(queryId);
    return all.get(all.size() - 1);
  }

  List<ModelStatus> modelStatuses() throws BadRecordException {
    return read(Topic.MODEL_STATUS, record -> ModelStatusJson.decode(record.value()));
  }

  List<Sighting> sightings() throws BadRecordException {
    return read(Topic.SIGHTINGS, record -> SightingCodec.decode(record.value()));
  }

  List<Coverage> coverage() throws BadRecordException {
    return read(Topic.COVERAGE, record -> CoverageJson.decode(record.value()));
  }

  List<DeadLetter> deadLetters() throws BadRecordException {
    return read(Topic.DEAD_LETTERS, DeadLetterRecords::read);
  }

  @Override
  public void close() throws Exception {
    logs.values().forEach(TopicLog::close);
    producer.close();
    broker.close();
  }

  /** Reads a record's value. */
  private interface Reader<T> {
    T read(ConsumerRecord<byte[], byte[]> record) throws BadRecordException;
  }
}
