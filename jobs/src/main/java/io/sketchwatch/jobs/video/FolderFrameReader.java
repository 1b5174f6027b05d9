package io.sketchwatch.jobs.video;

import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.ImageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of pictures as a video: JPEG and PNG files in the order of their names. */
public final class FolderFrameReader implements FrameReader {

  private final List<Path> files;
  private final long intervalNanos;
  private int next;

  /**
   * Lists the folder.
   *
   * @param framesPerSecond above 0: gives the pictures their place in time
   * @throws IOException if it holds no picture
   */
  public FolderFrameReader(Path folder, double framesPerSecond) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(FolderFrameReader::isPicture).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException("Folder '%s' holds no .jpg, .jpeg or .png file".formatted(folder));
    }
    intervalNanos = (long) (1e9 / framesPerSecond);
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
  }

  @Override
  public Optional<VideoFrame> read() throws IOException {
    if (next == files.size()) {
      return Optional.empty();
    }
    Path file = files.get(next);
    try {
      var image = ImageCodec.decode(Files.readAllBytes(file));
      return Optional.of(new VideoFrame(next, Duration.ofNanos(next++ * intervalNanos), image));
    } catch (BadImageException e) {
      throw new IOException("Picture '%s' can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public long expectedFrames() {
    return files.size();
  }

  @Override
  public long frameIntervalNanos() {
    return intervalNanos;
  }

  @Override
  public void close() {
    // nothing stays open between frames
  }
}
