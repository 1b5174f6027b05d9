package io.sketchwatch.operators.query;

import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.operators.AllowedRoots;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
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

  private final AllowedRoots roots;

  /**
   * @param roots below which references must point
   */
  public SketchReader(AllowedRoots roots) {
    this.roots = roots;
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
    Path path = roots.path(reference);
    try (InputStream in = path.getFileSystem().open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(
            "URI '%s' must hold at most %d bytes, but holds more".formatted(reference, MAX_BYTES));
      }
      return bytes;
    }
  }
}
