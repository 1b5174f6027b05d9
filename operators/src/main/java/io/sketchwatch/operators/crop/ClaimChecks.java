package io.sketchwatch.operators.crop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sketchwatch.operators.AllowedRoots;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/**
 * Reads pictures that came by reference ({@code text/uri-list}), through any file system that Flink
 * has.
 *
 * @param roots below which they must lie
 */
record ClaimChecks(AllowedRoots roots) implements Serializable {

  static final int MAX_BYTES = 64 << 20;

  /**
   * The bytes that a URI list of one line names.
   *
   * @throws IOException in one line, if the list is not one URI, the URI is not allowed, or the
   *     file can't be read or is larger than {@link #MAX_BYTES}
   */
  byte[] read(byte[] uriList) throws IOException {
    String uri = onlyLine(uriList);
    Path path = roots.path(uri);
    try (FSDataInputStream in = path.getFileSystem().open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it has more than %d bytes".formatted(MAX_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new IOException("URI '%s' can't be read: %s".formatted(uri, e.getMessage()), e);
    }
  }

  private static String onlyLine(byte[] uriList) throws IOException {
    List<String> lines =
        new String(uriList, UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (lines.size() != 1) {
      throw new IOException("Expected a list of one URI, but it has " + lines.size());
    }
    return lines.get(0);
  }
}
