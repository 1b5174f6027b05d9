package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.VideoFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A video at another rate than its own: every frame of it, faster or slower. */
final class SteadyFeed implements FrameReader {

  private final FrameReader reader;
  private final long intervalNanos;

  private SteadyFeed(FrameReader reader, double framesPerSecond) {
    this.reader = reader;
    this.intervalNanos = Math.round(1e9 / framesPerSecond);
  }

  static CameraFeed of(CameraFeed feed, double framesPerSecond) {
    return new CameraFeed(feed.cameraId(), () -> new SteadyFeed(feed.open(), framesPerSecond));
  }

  @Override
  public Optional<VideoFrame> read() throws IOException {
    return reader
        .read()
        .map(
            frame ->
                new VideoFrame(
                    frame.index(), Duration.ofNanos(frame.index() * intervalNanos), frame.image()));
  }

  @Override
  public long expectedFrames() {
    return reader.expectedFrames();
  }

  @Override
  public long frameIntervalNanos() {
    return intervalNanos;
  }

  @Override
  public void close() {
    reader.close();
  }
}
