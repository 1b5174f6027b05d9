package io.sketchwatch.jobs.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.codec.AlertJson;
import io.sketchwatch.jobs.codec.QueryJson;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.demo.TopicTail;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.live.FrameProgress;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FrameProducer;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.Pace;
import io.sketchwatch.operators.inference.InferenceDevice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The whole live job under a steady load, from broker to broker in this process: the same video,
 * again and again, from as many cameras as there are cores, and one query that alerts on everybody.
 * The gallery is held for two minutes, so that what grows is no sighting.
 *
 * @param detector empty for OpenCV's built-in one
 * @param device where models run
 * @param time how long the load lasts
 * @param framesPerSecond of all cameras together, above 0
 */
public record LiveSoak(
    Path video,
    ModelPackage encoder,
    Optional<ModelPackage> detector,
    InferenceDevice device,
    Duration time,
    double framesPerSecond) {

  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(5);
  private static final int SAMPLES = 60;
  private static final double JPEG_QUALITY = 0.9;
  private static final double MEGABYTE = 1 << 20;

  /**
   * Runs it.
   *
   * @param sink receives each sample as soon as it is taken
   * @throws IOException if the job fails, or alerts on nobody
   */
  public void run(Consumer<SoakSample> sink) throws Exception {
    Path work = Files.createTempDirectory("sketchwatch-soak-");
    ExecutorService sender = Executors.newSingleThreadExecutor();
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(Files.createDirectory(work.resolve("kafka")));
        EmbeddedFlink flink = EmbeddedFlink.start(LiveJobRun.CORES)) {
      KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
      LiveJobRun.createTopics(connection);
      try (var producer = LiveJobRun.producer(connection)) {
        producer.send(everybody()).get();
        JobID job = flink.submit(KafkaLiveMatching.withPackages(connection, options()).graph());
        AtomicLong sent = new AtomicLong();
        Future<?> load = sender.submit(() -> send(producer, sent));
        new Watch(connection, flink, job, load, sent).run(sink);
        load.cancel(true);
        flink.cancel(job);
      }
    } finally {
      sender.shutdownNow();
      FileUtils.deleteDirectory(work.toFile());
    }
  }

  private Configuration options() {
    Configuration options = LiveJobRun.options(encoder, detector, device);
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    options.set(LiveMatchingOptions.GALLERY_BUCKET, Duration.ofSeconds(30));
    options.set(LiveMatchingOptions.GALLERY_RETENTION, Duration.ofMinutes(2));
    return options;
  }

  private ProducerRecord<byte[], byte[]> everybody() throws IOException {
    try (FrameReader reader = CameraFeed.of(video.toString(), 1).open()) {
      byte[] sketch = ImageCodec.png(reader.read().orElseThrow().image());
      Query query =
          new Query(
              "everybody",
              1,
              Query.State.ACTIVE,
              new Media("image/png", sketch, null),
              null,
              null,
              null,
              null,
              -1.0,
              null,
              0,
              null);
      return new ProducerRecord<>(
          Topic.QUERIES.topicName(), query.queryId().getBytes(UTF_8), QueryJson.encode(query));
    }
  }

  /** Until it is interrupted. */
  private Void send(KafkaProducer<byte[], byte[]> producer, AtomicLong sent)
      throws IOException, InterruptedException {
    CameraFeed feed = CameraFeed.of(video.toString(), 1);
    List<CameraFeed> cameras = new ArrayList<>();
    for (int camera = 0; camera < LiveJobRun.CORES; camera++) {
      cameras.add(
          SteadyFeed.of(feed.named("camera-" + camera), framesPerSecond / LiveJobRun.CORES));
    }
    new FrameProducer(producer, Topic.FRAMES.topicName(), JPEG_QUALITY, Pace.REALTIME)
        .sendAll(cameras, Instant.now(), true, new Counting(sent));
    return null;
  }

  private record Counting(AtomicLong sent) implements FrameProducer.Listener {

    @Override
    public void opened(String cameraId, long expectedFrames) {}

    @Override
    public void sent(String cameraId, Instant captureTime) {
      sent.incrementAndGet();
    }
  }

  private final class Watch {

    private final KafkaConnection connection;
    private final EmbeddedFlink flink;
    private final JobID job;
    private final Future<?> load;
    private final AtomicLong sent;
    private final long begin = System.nanoTime();
    private double medianMs;
    private double slowestMs;

    Watch(
        KafkaConnection connection,
        EmbeddedFlink flink,
        JobID job,
        Future<?> load,
        AtomicLong sent) {
      this.connection = connection;
      this.flink = flink;
      this.job = job;
      this.load = load;
      this.sent = sent;
    }

    void run(Consumer<SoakSample> sink) throws Exception {
      long interval = Math.max(LEAST_INTERVAL.toMillis(), time.toMillis() / SAMPLES);
      try (TopicTail alerts = new TopicTail(connection, Topic.ALERTS);
          FrameProgress progress = new FrameProgress(connection)) {
        for (long due = interval; due <= time.toMillis(); due += interval) {
          Thread.sleep(Math.max(0, due - elapsed().toMillis()));
          if (load.isDone() || flink.result(job).isDone()) {
            throw new IOException(
                "The live job and its load must last for %s, but ended after %s"
                    .formatted(time, elapsed()));
          }
          readLatencies(alerts);
          sink.accept(sample(sent.get() - progress.processed()));
        }
      }
      if (slowestMs == 0) {
        throw new IOException(
            "The live job must alert on somebody, but did not within %s: give it longer, or more frames a second"
                .formatted(time));
      }
    }

    private void readLatencies(TopicTail alerts) throws Exception {
      List<Long> latencies = new ArrayList<>();
      alerts.readToEnd(
          record ->
              latencies.add(
                  record.timestamp() - AlertJson.decode(record.value()).lastSeen().toEpochMilli()));
      if (!latencies.isEmpty()) {
        latencies.sort(null);
        medianMs = latencies.get(latencies.size() / 2);
        slowestMs = latencies.get((int) (latencies.size() * 0.99));
      }
    }

    private SoakSample sample(long lag) throws IOException {
      double resident = ResidentMemory.megabytes();
      MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
      return new SoakSample(
          elapsed().toMillis() / 1000.0,
          medianMs,
          slowestMs,
          heap.getUsed() / MEGABYTE,
          resident - heap.getCommitted() / MEGABYTE,
          lag);
    }

    private Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }
}
