package io.sketchwatch.operators.query;

import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.fs.Path;

/**
 * Turns a query's sketch into bytes that are known to be a picture.
 *
 * <p>A sketch by reference is read through Flink's file systems, and only from folders that the job
 * allows; the calling thread waits for it.
 */
public final class SketchReader implements Serializable {

  /** Most bytes of a sketch by reference: 20 MB. */
  public static final int MAX_BYTES = 20_000_000;

  private static final long serialVersionUID = 1;

  private final List<URI> allowedRoots;

  /**
   * @param allowedRoots folders that references may point into, such as {@code s3://cases/}; none
   *     to refuse every reference
   */
  public SketchReader(List<URI> allowedRoots) {
    this.allowedRoots = List.copyOf(allowedRoots);
  }

  /**
   * The sketch in line.
   *
   * @throws IOException if it can't be read, may not be read, or is no picture; the message says
   *     which
   */
  public Media read(Media sketch) throws IOException {
    Media inline =
        sketch.uri() == null ? sketch : new Media(sketch.mediaType(), fetch(sketch.uri()), null);
    ImageCodec.decode(inline.data());
    return inline;
  }

  private byte[] fetch(String reference) throws IOException {
    URI uri = parse(reference);
    if (allowedRoots.stream().noneMatch(root -> contains(root, uri))) {
      throw new IOException(
          "URI '%s' is not under an allowed root, which are %s: send the sketch in line"
              .formatted(reference, allowedRoots));
    }
    Path path = new Path(uri);
    try (InputStream in = path.getFileSystem().open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(
            "URI '%s' must hold at most %d bytes, but holds more".formatted(reference, MAX_BYTES));
      }
      return bytes;
    }
  }

  private static URI parse(String reference) throws IOException {
    try {
      return URI.create(reference);
    } catch (IllegalArgumentException e) {
      throw new IOException("URI '%s' is malformed".formatted(reference), e);
    }
  }

  private static boolean contains(URI root, URI uri) {
    if (uri.getPath() == null || root.getPath() == null) {
      return false;
    }
    String folder = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
    return Objects.equals(root.getScheme(), uri.getScheme())
        && Objects.equals(root.getAuthority(), uri.getAuthority())
        && uri.getPath().startsWith(folder)
        && !List.of(uri.getPath().split("/")).contains("..");
  }
}
