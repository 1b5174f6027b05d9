package io.sketchwatch.jobs.video;

import java.io.IOException;
import java.util.Optional;

/**
 * Reads a video's frames in order. For one thread; {@link #close} releases native memory.
 *
 * <p>Errors say in one line which video can't be read and why.
 */
public interface FrameReader extends AutoCloseable {

  /** The next frame, empty at the end. */
  Optional<VideoFrame> read() throws IOException;

  /** About how many frames there are, -1 where that isn't known, as of a live stream. */
  long expectedFrames();

  /** Time from a frame to the next in nanoseconds, or a guess of it. */
  long frameIntervalNanos();

  @Override
  void close();
}
