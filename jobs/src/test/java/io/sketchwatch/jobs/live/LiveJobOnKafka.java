package io.sketchwatch.jobs.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import io.sketchwatch.core.query.QueryStatus.Status;
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
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.kafka.KafkaCropStore;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.operators.crop.DetectorFactory;
import io.sketchwatch.operators.model.ServedModel;
import java.awt.Color;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The production job between a real broker and a real cluster, in the world of blocks.
 *
 * <p>It never restarts: one failure ends it, and {@link #drain} says so. What must never come can
 * be told after the drain, when everything has been worked off.
 */
final class LiveJobOnKafka implements AutoCloseable {

  /** Least score of an alert: 8 degrees of hue. */
  static final double THRESHOLD = 0.99;

  private static final String EVERYONE = "everyone";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration CROP_TIMEOUT = Duration.ofSeconds(20);
  private static final List<String> MODEL_ROOTS =
      List.of(Path.of(System.getProperty("java.io.tmpdir")).toUri().toString(), "releases:///");

  private final EmbeddedBroker broker;
  private final EmbeddedFlink flink;
  private final KafkaConnection connection;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Topic, TopicLog> logs = new EnumMap<>(Topic.class);
  private final Configuration options;
  private final DetectorFactory detector;
  private final ServedModel start;
  private final int parallelism;

  private JobID job;

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
    this.parallelism = parallelism;
    this.options = options;
    this.detector = detector;
    this.start = start;
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
    createTopics(framePartitions);
    producer = producer(connection);
    filler.fill(connection);
    flink = EmbeddedFlink.start(parallelism, options);
    options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    options.set(LiveMatchingOptions.MODEL_ROOTS, MODEL_ROOTS);
    job = submit();
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

  private JobID submit() throws Exception {
    return flink.submit(new KafkaLiveMatching(connection, models(), options).graph());
  }

  /** Ends the job at once, and starts one without its state that goes on with the frames. */
  void startAnew(Configuration changed) throws Exception {
    flink.cancel(job);
    options.addAll(changed);
    job = submit();
  }

  /** Ends the job with a savepoint, and starts one that goes on from it. */
  void goOn(Path savepoints, Configuration changed) throws Exception {
    options.set(StateRecoveryOptions.SAVEPOINT_PATH, stop(savepoints));
    options.addAll(changed);
    job = submit();
  }

  static KafkaProducer<byte[], byte[]> producer(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGE_RECORD_BYTES);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void createTopics(int framePartitions) throws Exception {
    TopicOptions options = TopicOptions.ofOneBroker(framePartitions);
    try (TopicAdmin topics = new TopicAdmin(connection, options)) {
      topics.create(EnumSet.allOf(Topic.class));
    }
  }

  private LiveModels models() {
    return new LiveModels(
        detector, new BlockWorld.Hues(), start, KafkaCropStore.factory(connection, CROP_TIMEOUT));
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

  /** Asks for a hue on these cameras, null for all, and waits until the past is searched. */
  void watchFor(String queryId, Color hue, List<String> cameras) throws Exception {
    ask(aQuery(queryId, hue, cameras, THRESHOLD));
    awaitStatus(queryId, Status.ACTIVE);
  }

  void withdraw(String queryId) throws Exception {
    send(queryRecord(queryId, null));
    awaitStatus(queryId, Status.WITHDRAWN);
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

  // -- progress

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

  /** Waits until a query has come so far; fails at once, and says why, if the job has ended. */
  void awaitStatus(String queryId, Status status) {
    CompletableFuture<JobResult> end = flink.result(job);
    await("query '%s' to be %s".formatted(queryId, status))
        .atMost(PATIENCE)
        .failFast(() -> throwIfEnded(end))
        .untilAsserted(
            () -> assertThat(statuses(queryId)).extracting(QueryStatus::status).contains(status));
  }

  private static void throwIfEnded(CompletableFuture<JobResult> end) throws Exception {
    if (end.isDone()) {
      end.get().toJobExecutionResult(LiveJobOnKafka.class.getClassLoader());
      throw new IllegalStateException("Job has ended");
    }
  }

  /** Waits until the job has told of a model, and answers with what it told last. */
  ModelStatus awaitModel(String modelId, long epoch) {
    return await("model '%s' of epoch %d".formatted(modelId, epoch))
        .atMost(PATIENCE)
        .until(() -> lastOf(modelId, epoch), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until a candidate's alerts have been compared in some stretch of event time. */
  void awaitDifference(String modelId) {
    await("difference of '%s'".formatted(modelId))
        .atMost(PATIENCE)
        .until(
            () ->
                modelStatuses().stream()
                    .anyMatch(s -> s.modelId().equals(modelId) && s.difference() != null));
  }

  private Optional<ModelStatus> lastOf(String modelId, long epoch) throws BadRecordException {
    return modelStatuses().stream()
        .filter(status -> status.modelId().equals(modelId) && status.epoch() == epoch)
        .reduce((before, last) -> last);
  }

  /** Waits until the gallery holds so many people: each was alerted on when it was taken in. */
  void awaitPeople(int count) {
    await(count + " people")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(alerts(EVERYONE).stream().map(Alert::trackletId).distinct())
                    .hasSizeGreaterThanOrEqualTo(count));
  }

  void awaitAlerts(String queryId, int count) {
    await(count + " alerts of query '" + queryId + "'")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(alerts(queryId)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Waits until a query has found so many people. */
  void awaitTracklets(String queryId, int count) {
    await(count + " people found by query '" + queryId + "'")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(tracklets(queryId)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Waits until the job has refused a record, and so has read those before it. */
  void awaitDeadLetter(RecordOrigin refused) {
    await("dead letter of " + refused)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(deadLetters()).extracting(DeadLetter::origin).contains(refused));
  }

  /** Waits until a job that starts anew would not read these frames again. */
  void awaitFramesRead(long count) {
    await(count + " frames behind the checkpoint")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              try (FrameProgress progress = new FrameProgress(connection)) {
                assertThat(progress.processed()).isEqualTo(count);
              }
            });
  }

  void awaitRecords(Topic topic, int count) {
    await(count + " records of topic '" + topic.topicName() + "'")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(records(topic)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Waits until event time has passed the first frames of these cameras by a minute. */
  void awaitCoverage(List<String> cameras) {
    await("coverage of " + cameras)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(coverage()).extracting(Coverage::cameraId).containsAll(cameras));
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
    logs.values().forEach(TopicLog::close);
    producer.close();
    flink.close();
    broker.close();
  }

  /** Writes what was in the topics before the job starts. */
  interface TopicFiller {
    void fill(KafkaConnection connection) throws Exception;
  }

  /** Reads a record's value. */
  private interface Reader<T> {
    T read(ConsumerRecord<byte[], byte[]> record) throws BadRecordException;
  }
}
