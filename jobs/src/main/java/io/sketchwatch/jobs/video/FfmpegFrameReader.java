package io.sketchwatch.jobs.video;

import io.sketchwatch.core.image.Image;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber.ImageMode;

/** Frames of a video file or an RTSP camera, decoded by FFmpeg. */
public final class FfmpegFrameReader implements FrameReader {

  private static final double ASSUMED_FRAMES_PER_SECOND = 25;

  /** How long a camera may stay silent before it counts as lost, in microseconds. */
  private static final long RTSP_TIMEOUT_MICROS = 10_000_000;

  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  private final String name;
  private final FFmpegFrameGrabber grabber;
  private final boolean live;
  private long index;
  private long firstMicros;
  private long lastMicros;

  private FfmpegFrameReader(String name, FFmpegFrameGrabber grabber, boolean live) {
    this.name = name;
    this.grabber = grabber;
    this.live = live;
  }

  /** Opens a video file of any container and codec that FFmpeg knows. */
  public static FfmpegFrameReader file(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("Video '%s' can't be read: no such file".formatted(file));
    }
    String name = file.toString();
    return start(name, new FFmpegFrameGrabber(file.toFile()), false);
  }

  /**
   * Opens a camera over TCP; a camera that is silent for 10 seconds counts as lost.
   *
   * @param uri {@code rtsp://} or {@code rtsps://}
   */
  public static FfmpegFrameReader rtsp(URI uri) throws IOException {
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(uri.toString());
    grabber.setOption("rtsp_transport", "tcp");
    grabber.setOption("timeout", Long.toString(RTSP_TIMEOUT_MICROS));
    String withoutPassword = uri.getScheme() + "://" + uri.getHost() + uri.getPath();
    return start(withoutPassword, grabber, true);
  }

  private static FfmpegFrameReader start(String name, FFmpegFrameGrabber grabber, boolean live)
      throws IOException {
    grabber.setImageMode(ImageMode.COLOR);
    grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
    FfmpegFrameReader reader = new FfmpegFrameReader(name, grabber, live);
    try {
      grabber.start();
    } catch (FFmpegFrameGrabber.Exception e) {
      reader.close();
      // FFmpeg's message is left out: it repeats the address with its password.
      String reason = live ? "no answer, or no such stream" : "is it a video?";
      throw new IOException("Video '%s' can't be opened: %s".formatted(name, reason));
    }
    if (grabber.getImageWidth() < 1) {
      reader.close();
      throw new IOException("Video '%s' can't be read: it holds no pictures".formatted(name));
    }
    return reader;
  }

  @Override
  public Optional<VideoFrame> read() throws IOException {
    Frame frame;
    try {
      frame = grabber.grabImage();
    } catch (FFmpegFrameGrabber.Exception e) {
      throw new IOException("Video '%s' can't be read after %d frames".formatted(name, index));
    }
    if (frame == null) {
      return Optional.empty();
    }
    if (index == 0) {
      firstMicros = frame.timestamp;
    }
    lastMicros = Math.max(lastMicros, frame.timestamp - firstMicros);
    Duration position = Duration.of(lastMicros, ChronoUnit.MICROS);
    return Optional.of(new VideoFrame(index++, position, pixels(frame)));
  }

  private static Image pixels(Frame frame) {
    ByteBuffer rows = (ByteBuffer) frame.image[0];
    int rowBytes = frame.imageWidth * 3;
    byte[] rgb = new byte[frame.imageHeight * rowBytes];
    for (int y = 0; y < frame.imageHeight; y++) {
      rows.get(y * frame.imageStride, rgb, y * rowBytes, rowBytes);
    }
    return new Image(frame.imageWidth, frame.imageHeight, rgb);
  }

  @Override
  public long expectedFrames() {
    return live ? -1 : Math.max(-1, grabber.getLengthInVideoFrames());
  }

  @Override
  public long frameIntervalNanos() {
    double rate = grabber.getVideoFrameRate();
    return (long) (1e9 / (rate > 0 ? rate : ASSUMED_FRAMES_PER_SECOND));
  }

  @Override
  public void close() {
    try {
      grabber.release();
    } catch (FFmpegFrameGrabber.Exception e) {
      throw new IllegalStateException("Video '%s' can't be closed".formatted(name), e);
    }
  }
}
