package io.sketchwatch.jobs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.operators.crop.DetectorFactory;
import io.sketchwatch.operators.crop.Overload;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A burst of more frames than the detector can search while they are fresh. */
@Timeout(300)
class OverloadITCase {

  private static final List<String> CAMERAS = List.of("gate", "yard");
  private static final int FRAMES_A_CAMERA = 200;

  @Test
  void shouldCatchUpWithABurstAndTellWhatItLeftOutEvenlyByCamera(@TempDir Path savepoints)
      throws Exception {
    try (LiveJobOnKafka job = new LiveJobOnKafka(1, freshness(), new SlowBlocks())) {
      job.send(burst());

      job.awaitFramesRead((long) FRAMES_A_CAMERA * CAMERAS.size());
      job.drain(savepoints);

      for (String camera : CAMERAS) {
        assertThat(sum(job, camera, Coverage::received)).isEqualTo(FRAMES_A_CAMERA);
        assertThat(sum(job, camera, Coverage::processed)).isPositive();
        assertThat(sum(job, camera, Coverage::shed)).isPositive();
        assertThat(sum(job, camera, Coverage::late)).isZero();
      }
      assertThat(sum(job, "gate", Coverage::processed))
          .isCloseTo(sum(job, "yard", Coverage::processed), within(2L));
    }
  }

  private static Configuration freshness() {
    Configuration options = new Configuration();
    options.set(LiveMatchingOptions.OVERLOAD_MODE, Overload.Mode.FRESHNESS);
    options.set(LiveMatchingOptions.OVERLOAD_FRESHNESS, Duration.ofSeconds(1));
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    return options;
  }

  /** Both cameras in turns, as they come out of a network that was down. */
  private static List<ProducerRecord<byte[], byte[]>> burst() {
    List<BlockCamera> cameras =
        CAMERAS.stream()
            .map(id -> new BlockCamera(id, Instant.now().minusSeconds(FRAMES_A_CAMERA / 10)))
            .toList();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int frame = 0; frame < FRAMES_A_CAMERA; frame++) {
      for (BlockCamera camera : cameras) {
        records.add(camera.frame(BlockWorld.ENTRANCE, Color.RED));
      }
    }
    return records;
  }

  private static long sum(LiveJobOnKafka job, String camera, ToLongFunction<Coverage> part)
      throws Exception {
    return job.coverage().stream()
        .filter(coverage -> coverage.cameraId().equals(camera))
        .mapToLong(part)
        .sum();
  }

  /** One frame at a time, more slowly than the cameras took them. */
  private static final class SlowBlocks implements DetectorFactory {

    private static final long serialVersionUID = 1;

    @Override
    public String key() {
      return "slow-blocks";
    }

    @Override
    public Detector open(Device device) {
      Detector blocks = new BlockWorld.BlockDetector();
      return new Detector() {

        @Override
        public String id() {
          return "slow-blocks";
        }

        @Override
        public synchronized List<List<Detection>> detect(List<Image> images) {
          LockSupport.parkNanos(Duration.ofMillis(60).toNanos() * images.size());
          return blocks.detect(images);
        }

        @Override
        public void close() {}
      };
    }
  }
}
