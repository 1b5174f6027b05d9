package io.sketchwatch.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.query.QueryStatus.Status;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.codec.AlertJson;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.codec.QueryStatusJson;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.live.FrameProgress;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.report.DemoResult.RateSample;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.jobs.video.FrameProducer;
import io.sketchwatch.operators.query.EmbedQueriesFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A whole Sketchwatch in this process: a Kafka broker, a Flink cluster and the live job, which
 * watches footage from its first frame to its last and then ends.
 *
 * <p>Nothing is shed: a frame that was sent is processed, however long that takes. {@link #run} may
 * be interrupted; {@link #outcome} then tells what was found so far.
 */
public final class Demo implements AutoCloseable {

  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final double JPEG_QUALITY = 0.9;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final DemoSettings settings;
  private final DemoListener listener;
  private final Map<String, Embedding> embeddings;
  private final Path work;
  private final EmbeddedBroker broker;
  private final KafkaConnection connection;
  private final EmbeddedFlink flink;

  private final Map<String, Alert> alerts = new ConcurrentHashMap<>();
  private final List<Duration> latencies = new ArrayList<>();
  private final Map<String, Instant> sentAt = new ConcurrentHashMap<>();
  private final List<RateSample> rates = new ArrayList<>();
  private double threshold = Double.NaN;
  private Duration watched = Duration.ZERO;
  private long processed;

  private Demo(DemoSettings settings, DemoListener listener) throws Exception {
    this.settings = settings;
    this.listener = listener;
    this.embeddings = embed(settings);
    this.work = Files.createTempDirectory("sketchwatch-demo-");
    this.broker = EmbeddedBroker.start(Files.createDirectory(work.resolve("kafka")));
    this.connection = KafkaConnection.to(broker.bootstrapServers());
    this.flink = EmbeddedFlink.start(CORES);
  }

  /** Done first: once the process is asked to end, a runtime opens no model any more. */
  private static Map<String, Embedding> embed(DemoSettings settings) throws IOException {
    Map<String, Embedding> embeddings = new LinkedHashMap<>();
    try (Encoder encoder = settings.engine().open(settings.encoder(), Device.cpu())) {
      for (DemoSettings.Sketch sketch : settings.sketches()) {
        Image drawing = ImageCodec.decode(sketch.drawing().data());
        embeddings.put(sketch.queryId(), encoder.embed(Modality.SKETCH, List.of(drawing)).get(0));
      }
    }
    return embeddings;
  }

  /** Starts broker and cluster. */
  public static Demo start(DemoSettings settings, DemoListener listener) throws Exception {
    return new Demo(settings, listener);
  }

  /** Watches the footage to its end; returns when all that was found is in the topics. */
  public void run() throws Exception {
    createTopics();
    JobID job = submit();
    try (TopicTail alertTopic = new TopicTail(connection, Topic.ALERTS)) {
      for (DemoSettings.Sketch sketch : settings.sketches()) {
        send(sketch);
      }
      awaitWatchlist(job);
      watch(job, alertTopic);
      flink.drain(job, Files.createDirectory(work.resolve("savepoint")));
      alertTopic.readToEnd(record -> receive(record.value(), record.timestamp()));
    } catch (InterruptedException | InterruptException e) {
      Thread.interrupted();
      flink.cancel(job);
      throw new InterruptedException("The demonstration was stopped");
    }
  }

  private void createTopics() throws Exception {
    TopicOptions options =
        TopicOptions.ofOneBroker(Math.max(CORES, settings.footage().feeds().size()));
    try (TopicAdmin admin = new TopicAdmin(connection, options)) {
      admin.create(Arrays.asList(Topic.values()));
    }
  }

  private JobID submit() throws Exception {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.MODEL, settings.encoder().folder().toString());
    settings
        .detector()
        .ifPresent(found -> options.set(LiveMatchingOptions.DETECTOR, found.folder().toString()));
    options.set(LiveMatchingOptions.FRAME_WALL_CLOCK, false);
    options.set(CoreOptions.DEFAULT_PARALLELISM, CORES);
    options.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    options.set(LiveMatchingOptions.ENGINE, settings.engine());
    options.set(LiveMatchingOptions.DEVICE, settings.device());
    JobID job =
        flink.submit(
            KafkaLiveMatching.withPackages(connection, EmbeddedFlink.hereOf(options)).graph());
    listener.started(flink.webUi());
    return job;
  }

  private void send(DemoSettings.Sketch sketch) throws Exception {
    Query query =
        new Query(
            sketch.queryId(),
            1,
            Query.State.ACTIVE,
            sketch.drawing(),
            null,
            null,
            null,
            null,
            backgroundThreshold(),
            null,
            0,
            null);
    try (var producer = producer()) {
      var record =
          new ProducerRecord<>(
              Topic.QUERIES.topicName(), sketch.queryId().getBytes(UTF_8), QueryJson.encode(query));
      producer.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** The footage is too short to learn a threshold from; null if the package has none. */
  private Double backgroundThreshold() {
    var quantiles = settings.encoder().manifest().backgroundQuantiles();
    return quantiles == null
        ? null
        : quantiles.get(String.valueOf(EmbedQueriesFunction.BACKGROUND_PROBABILITY));
  }

  private void awaitWatchlist(JobID job) throws Exception {
    Map<String, Status> reached = new HashMap<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (TopicTail statuses = new TopicTail(connection, Topic.QUERY_STATUS)) {
      while (!isWatching(reached)) {
        statuses.readToEnd(record -> note(QueryStatusJson.decode(record.value()), reached));
        checkRunning(job);
        if (System.nanoTime() > deadline) {
          throw new IOException("The job did not take the sketches within " + PATIENCE);
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }
    listener.watching(threshold);
  }

  private boolean isWatching(Map<String, Status> reached) {
    return reached.size() == settings.sketches().size()
        && reached.values().stream().allMatch(Status.ACTIVE::equals);
  }

  private void note(QueryStatus status, Map<String, Status> reached) throws IOException {
    if (status.status() == Status.REJECTED) {
      throw new IOException(
          "Query '%s' was refused: %s".formatted(status.queryId(), status.reason()));
    }
    reached.put(status.queryId(), status.status());
    if (status.threshold() != null) {
      threshold = status.threshold();
    }
  }

  private void watch(JobID job, TopicTail alertTopic) throws Exception {
    long begin = System.nanoTime();
    FutureTask<Long> sending = new FutureTask<>(this::sendFrames);
    Thread sender = new Thread(sending, "send-frames");
    sender.start();
    try (FrameProgress progress = new FrameProgress(connection)) {
      while (!sending.isDone() || processed < sending.get()) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        checkRunning(job);
        alertTopic.readToEnd(record -> receive(record.value(), record.timestamp()));
        processed = progress.processed();
        watched = Duration.ofNanos(System.nanoTime() - begin);
        sample();
        listener.progressed(sentAt.size(), processed);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      sending.cancel(true);
      sender.join();
    }
  }

  private long sendFrames() throws IOException, InterruptedException {
    try (var producer = producer()) {
      FrameProducer frames =
          new FrameProducer(producer, Topic.FRAMES.topicName(), JPEG_QUALITY, settings.pace());
      Map<String, Long> counts =
          frames.sendAll(settings.footage().feeds(), settings.start(), false, new SendTimes());
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private void checkRunning(JobID job) throws Exception {
    var result = flink.result(job);
    if (result.isDone()) {
      throw new IOException(
          "The job has ended by itself",
          result.get().getSerializedThrowable().map(Exception.class::cast).orElse(null));
    }
  }

  private void receive(byte[] json, long appendedAt) throws IOException {
    Alert alert = AlertJson.decode(json);
    alerts.put(alert.alertId(), alert);
    Instant sent = sentAt.get(alert.cameraId() + alert.lastSeen());
    if (sent != null) {
      latencies.add(Duration.between(sent, Instant.ofEpochMilli(appendedAt)));
    }
    listener.alerted(alert, json);
  }

  private void sample() {
    double seconds = watched.toMillis() / 1e3;
    double before = rates.isEmpty() ? 0 : rates.get(rates.size() - 1).second();
    if (seconds - before >= 1) {
      rates.add(new RateSample(seconds, processed / seconds));
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Properties properties = connection.properties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGE_RECORD_BYTES);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What was found so far; all of it after {@link #run}. */
  public DemoOutcome outcome() throws Exception {
    return new DemoOutcome(
        settings,
        embeddings,
        connection,
        Findings.read(connection, List.copyOf(alerts.values())),
        threshold,
        processed,
        watched,
        List.copyOf(rates),
        List.copyOf(latencies));
  }

  /** Stops everything and deletes the broker's files. */
  @Override
  public void close() throws Exception {
    try (broker) {
      flink.close();
    } finally {
      FileUtils.deleteDirectory(work.toFile());
    }
  }

  private final class SendTimes implements FrameProducer.Listener {

    @Override
    public void opened(String cameraId, long expectedFrames) {
      listener.opened(cameraId, expectedFrames);
    }

    @Override
    public void sent(String cameraId, Instant captureTime) {
      sentAt.put(cameraId + captureTime, Instant.now());
      listener.sent(cameraId, captureTime);
    }
  }
}
