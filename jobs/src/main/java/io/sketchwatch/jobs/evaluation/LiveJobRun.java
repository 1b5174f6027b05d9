package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.jobs.broker.EmbeddedBroker;
import io.sketchwatch.jobs.demo.EmbeddedFlink;
import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.live.FrameProgress;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.live.LiveMatchingOptions;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FrameProducer;
import io.sketchwatch.jobs.video.Pace;
import io.sketchwatch.operators.inference.InferenceDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The whole live job, from broker to broker in this process, over frames that are all there before
 * it starts: the same video, {@value #ROUNDS} times, from as many cameras as there are cores.
 *
 * <p>Time runs from the first checkpoint that has the frames of the first round, when models are
 * loaded and code is compiled, until the first that has nine tenths of all. What is under way at
 * the one is so at the other, too.
 */
final class LiveJobRun {

  /** Subtasks of each operator, and cameras. */
  static final int CORES = Runtime.getRuntime().availableProcessors();

  private static final double JPEG_QUALITY = 0.9;
  private static final int ROUNDS = 3;

  /** Longer than the video, so that a round's people are gone when the next begins. */
  private static final Duration APART = Duration.ofMinutes(3);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final long TIMEOUT_SECONDS = 30;

  private final Path work;
  private final KafkaConnection connection;
  private final EmbeddedFlink flink;

  private final FrameProducer.Listener sending;

  private LiveJobRun(
      Path work, KafkaConnection connection, EmbeddedFlink flink, FrameProducer.Listener sending) {
    this.work = work;
    this.sending = sending;
    this.connection = connection;
    this.flink = flink;
  }

  /**
   * What was measured.
   *
   * @param frames that were worked off
   * @param framesPerSecond of all cameras together
   * @param cropsPerFrame that were embedded
   */
  record Result(long frames, double framesPerSecond, double cropsPerFrame) {}

  /**
   * Runs the job once.
   *
   * @param detector empty for OpenCV's built-in one
   * @param device where models run
   * @param sending told how far the frames are sent
   */
  static Result of(
      Path video,
      ModelPackage encoder,
      Optional<ModelPackage> detector,
      InferenceDevice device,
      FrameProducer.Listener sending)
      throws Exception {
    Path work = Files.createTempDirectory("sketchwatch-live-");
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(Files.createDirectory(work.resolve("kafka")));
        EmbeddedFlink flink = EmbeddedFlink.start(CORES)) {
      KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
      return new LiveJobRun(work, connection, flink, sending).run(video, encoder, detector, device);
    } finally {
      FileUtils.deleteDirectory(work.toFile());
    }
  }

  private Result run(
      Path video, ModelPackage encoder, Optional<ModelPackage> detector, InferenceDevice device)
      throws Exception {
    createTopics(connection);
    long frames = send(video);
    JobID job = flink.submit(graph(options(encoder, detector, device)));
    try (FrameProgress progress = new FrameProgress(connection)) {
      long warm = await(progress, job, frames / ROUNDS);
      long begin = System.nanoTime();
      long done = await(progress, job, frames * 9 / 10);
      double seconds = (System.nanoTime() - begin) / 1e9;
      await(progress, job, frames);
      flink.drain(job, Files.createDirectory(work.resolve("savepoint")));
      return new Result(frames, (done - warm) / seconds, (double) sightings() / frames);
    }
  }

  static void createTopics(KafkaConnection connection) throws Exception {
    TopicOptions options = TopicOptions.ofOneBroker(CORES);
    try (TopicAdmin admin = new TopicAdmin(connection, options)) {
      admin.create(Arrays.asList(Topic.values()));
    }
  }

  private long send(Path video) throws IOException, InterruptedException {
    CameraFeed feed = CameraFeed.of(video.toString(), 1);
    List<CameraFeed> cameras = new ArrayList<>();
    for (int camera = 0; camera < CORES; camera++) {
      cameras.add(feed.named("camera-" + camera));
    }
    try (var producer = producer(connection)) {
      FrameProducer frames =
          new FrameProducer(producer, Topic.FRAMES.topicName(), JPEG_QUALITY, Pace.MAX);
      Instant start = Instant.now();
      long sent = 0;
      for (int round = 0; round < ROUNDS; round++) {
        sent +=
            frames
                .sendAll(cameras, start.plus(APART.multipliedBy(round)), false, sending)
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
      }
      return sent;
    }
  }

  /** For frames of any size that the topic takes. */
  static KafkaProducer<byte[], byte[]> producer(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGE_RECORD_BYTES);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private StreamGraph graph(Configuration options) throws IOException {
    options.set(LiveMatchingOptions.FRAME_WALL_CLOCK, false);
    return KafkaLiveMatching.withPackages(connection, options).graph();
  }

  /** A job on all cores, with its state on the heap. */
  static Configuration options(
      ModelPackage encoder, Optional<ModelPackage> detector, InferenceDevice device) {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.MODEL, encoder.folder().toString());
    detector.ifPresent(
        found -> options.set(LiveMatchingOptions.DETECTOR, found.folder().toString()));
    options.set(CoreOptions.DEFAULT_PARALLELISM, CORES);
    options.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    options.set(LiveMatchingOptions.DEVICE, device);
    return EmbeddedFlink.hereOf(options);
  }

  /** Returns how many frames are taken up, once there are so many. */
  private long await(FrameProgress progress, JobID job, long frames) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long processed = progress.processed();
    while (processed < frames) {
      if (flink.result(job).isDone() || System.nanoTime() > deadline) {
        throw new IOException(
            "The live job must work off %d frames within %s, but stopped at %d"
                .formatted(frames, PATIENCE, processed));
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
      processed = progress.processed();
    }
    return processed;
  }

  private long sightings() throws Exception {
    String topic = Topic.SIGHTINGS.topicName();
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, CORES)
            .boxed()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic, partition),
                    partition -> OffsetSpec.latest()));
    try (Admin admin = Admin.create(connection.properties())) {
      return admin.listOffsets(ends).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    }
  }
}
