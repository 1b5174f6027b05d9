package io.sketchwatch.jobs.live;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.jobs.codec.FrameRecords;
import io.sketchwatch.jobs.topic.Topic;
import java.awt.Color;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A camera in the world of blocks, with a clock of its own that its frames advance. */
final class BlockCamera {

  /** Longer than the tracker waits for somebody to come back. */
  private static final Duration BETWEEN_PEOPLE = Duration.ofSeconds(5);

  private final String id;
  private Instant clock;
  private int frames;

  BlockCamera(String id, Instant clock) {
    this(id, clock, 0);
  }

  /** A camera that has sent so many frames before. */
  BlockCamera(String id, Instant clock, int frames) {
    this.id = id;
    this.clock = clock;
    this.frames = frames;
  }

  /** A block that crosses, a tracklet of its own. */
  List<ProducerRecord<byte[], byte[]>> crossing(Color hue) {
    arrive();
    return IntStream.range(0, BlockWorld.STEPS_TO_CROSS)
        .mapToObj(step -> frame(BlockWorld.ENTRANCE + step * BlockWorld.STRIDE, hue))
        .toList();
  }

  /** Lets whoever was last in sight be gone. */
  void arrive() {
    clock = clock.plus(BETWEEN_PEOPLE);
  }

  /** Sees nobody for a while. */
  void rest(Duration time) {
    clock = clock.plus(time);
  }

  ProducerRecord<byte[], byte[]> frame(int left, Color hue) {
    Image picture = BlockWorld.picture(left, hue);
    clock = clock.plusMillis(BlockWorld.FRAME_MILLIS);
    return record(clock, "image/png", ImageCodec.png(picture));
  }

  /** A frame of any content; the camera's clock stays. */
  ProducerRecord<byte[], byte[]> record(Instant captureTime, String contentType, byte[] content) {
    return FrameRecords.producerRecord(
        Topic.FRAMES.topicName(), id, "f" + frames++, captureTime, contentType, content);
  }
}
