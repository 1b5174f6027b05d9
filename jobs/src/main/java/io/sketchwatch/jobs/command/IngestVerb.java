package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FrameProducer;
import io.sketchwatch.jobs.video.Pace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends videos and cameras to topic {@code frames}, side by side. */
@Command(
    name = "ingest",
    description = "Send video files, folders of pictures or RTSP cameras to Kafka.",
    footer = {
      "  sketchwatch ingest north-gate.mp4 square.avi",
      "  sketchwatch ingest --start 2026-03-01T08:00:00Z --rate realtime north-gate.mp4",
      "  sketchwatch ingest --camera yard rtsp://10.0.0.7/stream1"
    })
final class IngestVerb extends Verb {

  private static final int MAX_REQUEST_BYTES = 17 * 1024 * 1024;

  @Mixin private KafkaOptions kafka;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOURCE",
      description = "A video file, a folder of pictures, or rtsp://host/path.")
  private List<String> sources;

  @Option(
      names = "--camera",
      paramLabel = "ID",
      description = "The camera's name, for one source; default: the file's name.")
  private String cameraId;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description = "Capture time of the first frame, such as 2026-03-01T08:00:00Z; default: now.")
  private Instant start;

  @Option(
      names = "--rate",
      paramLabel = "max|realtime|FPS",
      defaultValue = "max",
      converter = PaceConverter.class,
      description = "How fast to send each camera; default: ${DEFAULT-VALUE}.")
  private Pace pace;

  @Option(names = "--loop", description = "Begin again at the end, until stopped.")
  private boolean loop;

  @Option(
      names = "--folder-fps",
      paramLabel = "FPS",
      defaultValue = "10",
      description = "Frames a second of a folder of pictures; default: ${DEFAULT-VALUE}.")
  private double folderFramesPerSecond;

  @Option(
      names = "--quality",
      paramLabel = "0-1",
      defaultValue = "0.9",
      description = "Quality of the JPEG; default: ${DEFAULT-VALUE}.")
  private double quality;

  @Option(
      names = "--topic",
      defaultValue = "frames",
      description = "Where to; default: ${DEFAULT-VALUE}.")
  private String topic;

  @Option(names = "--json", description = "Print the summary as JSON, a line a camera.")
  private boolean json;

  @Override
  void run() throws Exception {
    check();
    List<CameraFeed> feeds = feeds();
    Instant from = start == null ? Instant.now() : start;
    kafka.partitions(topic);
    Map<String, Long> counts;
    try (Producer<byte[], byte[]> producer = producer();
        Progress progress = Progress.of("Sending", "frames")) {
      FrameProducer frames = new FrameProducer(producer, topic, quality, pace);
      counts = frames.sendAll(feeds, from, loop, progress);
    }
    for (Map.Entry<String, Long> camera : counts.entrySet()) {
      report(new Sent(camera.getKey(), topic, from, camera.getValue()));
    }
  }

  /**
   * What became of one camera.
   *
   * @param cameraId its name
   * @param topic where it went
   * @param start capture time of the first frame
   * @param frames how many were sent
   */
  record Sent(String cameraId, String topic, Instant start, long frames) {}

  private void report(Sent sent) throws IOException {
    if (json) {
      JsonLines.write(out(), sent);
    } else {
      out()
          .printf(
              "Camera '%s': %d frames sent to '%s', the first captured at %s%n",
              sent.cameraId, sent.frames, sent.topic, sent.start);
    }
  }

  private Producer<byte[], byte[]> producer() throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    settings.putAll(kafka.settings());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void check() {
    if (cameraId != null && (sources.size() != 1 || cameraId.isBlank())) {
      throw misuse("--camera names one source, but %d are given".formatted(sources.size()));
    }
    if (!(quality > 0 && quality <= 1)) {
      throw misuse("--quality must be above 0 and at most 1, but was " + quality);
    }
    if (!(folderFramesPerSecond > 0 && folderFramesPerSecond <= 1000)) {
      throw misuse(
          "--folder-fps must be above 0 and at most 1000, but was " + folderFramesPerSecond);
    }
  }

  private List<CameraFeed> feeds() throws IOException {
    List<CameraFeed> feeds = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String source : sources) {
      CameraFeed feed = CameraFeed.of(source, folderFramesPerSecond);
      feeds.add(cameraId == null ? feed : feed.named(cameraId));
      if (!ids.add(feed.cameraId())) {
        throw new IOException(
            "Two sources would both be camera '%s': send them one by one with --camera"
                .formatted(feed.cameraId()));
      }
    }
    return feeds;
  }
}
