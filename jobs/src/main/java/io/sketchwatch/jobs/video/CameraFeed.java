package io.sketchwatch.jobs.video;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A camera that can be read from its beginning, as often as it is opened.
 *
 * @param cameraId names it in every record; never empty
 * @param opener opens it
 */
public record CameraFeed(String cameraId, Opener opener) {

  /** Opens a feed at its first frame. */
  @FunctionalInterface
  public interface Opener {
    FrameReader open() throws IOException;
  }

  /**
   * What a user names as a source: an RTSP address, a folder of pictures or a video file. The
   * camera takes its name from the last part of it, without extension; characters that have a
   * meaning in addresses become {@code -}.
   *
   * @param folderFramesPerSecond the pace of the pictures of a folder
   * @throws IOException if there is no such file or folder
   */
  public static CameraFeed of(String source, double folderFramesPerSecond) throws IOException {
    if (source.startsWith("rtsp://") || source.startsWith("rtsps://")) {
      URI uri = uri(source);
      String name = uri.getHost() + uri.getPath();
      return new CameraFeed(plain(name), () -> FfmpegFrameReader.rtsp(uri));
    }
    Path path = Path.of(source);
    String id = plain(withoutExtension(path.toAbsolutePath().normalize().getFileName()));
    if (Files.isDirectory(path)) {
      return new CameraFeed(id, () -> new FolderFrameReader(path, folderFramesPerSecond));
    }
    if (!Files.isReadable(path)) {
      throw new IOException("Video '%s' can't be read: no such file or folder".formatted(source));
    }
    return new CameraFeed(id, () -> FfmpegFrameReader.file(path));
  }

  private static URI uri(String source) throws IOException {
    try {
      URI uri = URI.create(source);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("Camera address is malformed: " + e.getMessage(), e);
    }
    throw new IOException("Camera address names no host: expected rtsp://host/path");
  }

  private static String withoutExtension(Path fileName) {
    String name = String.valueOf(fileName);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String plain(String name) {
    return name.replaceAll("[^\\p{L}\\p{N}._~-]+", "-");
  }

  public CameraFeed named(String otherId) {
    return new CameraFeed(otherId, opener);
  }

  public FrameReader open() throws IOException {
    return opener.open();
  }
}
