package io.sketchwatch.jobs.video;

import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.jobs.codec.FrameRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;

/**
 * Sends a camera's frames to Kafka as JPEG, in order.
 *
 * <p>A frame's capture time is the start plus its position in the video, its id that time and its
 * index: sending a video again from the same start sends the same ids. It goes no faster than Kafka
 * takes the frames; a frame that Kafka refuses ends the sending with an error. Several threads may
 * send a camera each.
 */
public final class FrameProducer {

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final double quality;
  private final Pace pace;

  /** Told how far a camera is; called by the thread that sends it. */
  public interface Listener {

    /**
     * Before the first frame, and again before each repetition.
     *
     * @param expectedFrames about how many will follow, -1 where that isn't known
     */
    void opened(String cameraId, long expectedFrames);

    /** After each frame that was handed to Kafka. */
    void sent(String cameraId, Instant captureTime);
  }

  /**
   * Does not close the producer.
   *
   * @param quality of the JPEG, above 0 to 1
   */
  public FrameProducer(Producer<byte[], byte[]> producer, String topic, double quality, Pace pace) {
    this.producer = producer;
    this.topic = topic;
    this.quality = quality;
    this.pace = pace;
  }

  /**
   * Sends a camera from its beginning to its end; returns when Kafka has all of it.
   *
   * @param start capture time of the first frame
   * @param loop whether to begin again at the end, in time after it, until interrupted
   * @return number of frames
   * @throws InterruptedException if interrupted; what was sent by then is kept
   */
  public long send(CameraFeed feed, Instant start, boolean loop, Listener listener)
      throws IOException, InterruptedException {
    Sending sending = new Sending(feed, start, listener);
    do {
      sending.sendOnce();
    } while (loop);
    producer.flush();
    sending.checkRefusals();
    return sending.count;
  }

  /**
   * Sends cameras side by side, a thread each; the first that fails ends them all.
   *
   * @return number of frames by camera, in the order given
   */
  public Map<String, Long> sendAll(
      List<CameraFeed> feeds, Instant start, boolean loop, Listener listener)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(feeds.size());
    try {
      CompletionService<Map.Entry<String, Long>> ended = new ExecutorCompletionService<>(threads);
      Map<String, Long> counts = new LinkedHashMap<>();
      for (CameraFeed feed : feeds) {
        counts.put(feed.cameraId(), 0L);
        ended.submit(() -> Map.entry(feed.cameraId(), send(feed, start, loop, listener)));
      }
      for (int i = 0; i < feeds.size(); i++) {
        Map.Entry<String, Long> camera = ended.take().get();
        counts.put(camera.getKey(), camera.getValue());
      }
      return counts;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private final class Sending {

    private final CameraFeed feed;
    private final Instant start;
    private final Listener listener;
    private final long startNanos = System.nanoTime();
    private final AtomicReference<Exception> refusal = new AtomicReference<>();
    private Duration offset = Duration.ZERO;
    private long count;

    Sending(CameraFeed feed, Instant start, Listener listener) {
      this.feed = feed;
      this.start = start;
      this.listener = listener;
    }

    void sendOnce() throws IOException, InterruptedException {
      try (FrameReader reader = feed.open()) {
        listener.opened(feed.cameraId(), reader.expectedFrames());
        Duration position = offset;
        Optional<VideoFrame> frame = reader.read();
        if (frame.isEmpty()) {
          throw new IOException("Camera '%s' has no frames".formatted(feed.cameraId()));
        }
        for (; frame.isPresent(); frame = reader.read()) {
          position = offset.plus(frame.get().position());
          await(pace.due(count, position));
          send(frame.get(), position);
        }
        offset = position.plusNanos(reader.frameIntervalNanos());
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    private void send(VideoFrame frame, Duration position) throws IOException {
      Instant captureTime = start.plus(position);
      byte[] jpeg = ImageCodec.jpeg(frame.image(), quality);
      String frameId = captureTime.toEpochMilli() + "-" + count;
      producer.send(
          FrameRecords.producerRecord(
              topic, feed.cameraId(), frameId, captureTime, "image/jpeg", jpeg),
          (metadata, exception) -> refusal.compareAndSet(null, exception));
      count++;
      checkRefusals();
      listener.sent(feed.cameraId(), captureTime);
    }

    private void checkRefusals() throws IOException {
      Exception cause = refusal.get();
      if (cause != null) {
        throw new IOException(
            "Kafka refused a frame of camera '%s': %s"
                .formatted(feed.cameraId(), cause.getMessage()),
            cause);
      }
    }

    private void await(Duration due) throws InterruptedException {
      long nanos = due.toNanos() - (System.nanoTime() - startNanos);
      TimeUnit.NANOSECONDS.sleep(nanos);
    }
  }
}
