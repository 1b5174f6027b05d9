package io.sketchwatch.operators.crop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Reads pictures that came by reference ({@code text/uri-list}), through any file system that Flink
 * has, but only below allowed roots: a URI is data from outside.
 *
 * @param roots absolute URIs of folders; none means that every claim check is refused
 */
record ClaimChecks(List<String> roots) implements Serializable {

  static final int MAX_BYTES = 64 << 20;

  ClaimChecks {
    roots = List.copyOf(roots);
    roots.forEach(root -> requirePlain(URI.create(root)));
  }

  private static void requirePlain(URI root) {
    if (root.getScheme() == null || root.getPath() == null || climbs(root.getPath())) {
      throw new IllegalArgumentException(
          "Root '%s' of claim checks must be an absolute URI of a folder, such as s3://bucket/frames"
              .formatted(root));
    }
  }

  /**
   * The bytes that a URI list of one line names.
   *
   * @throws IOException in one line, if the list is not one URI, the URI is not allowed, or the
   *     file can't be read or is larger than {@link #MAX_BYTES}
   */
  byte[] read(byte[] uriList) throws IOException {
    URI uri = parse(uriList);
    if (roots.stream().map(URI::create).noneMatch(root -> isBelow(root, uri))) {
      throw new IOException(
          "URI '%s' must lie below one of the allowed roots %s".formatted(uri, roots));
    }
    Path path = new Path(uri.getScheme(), uri.getAuthority(), uri.getPath());
    try (FSDataInputStream in = FileSystem.get(uri).open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it has more than %d bytes".formatted(MAX_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new IOException("URI '%s' can't be read: %s".formatted(uri, e.getMessage()), e);
    }
  }

  private static URI parse(byte[] uriList) throws IOException {
    List<String> lines =
        new String(uriList, UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (lines.size() != 1) {
      throw new IOException("Expected a list of one URI, but it has " + lines.size());
    }
    try {
      return new URI(lines.get(0));
    } catch (URISyntaxException e) {
      throw new IOException("Expected a URI, but " + e.getMessage(), e);
    }
  }

  // On decoded paths: Flink decodes %2e%2e before it opens a file.
  private static boolean isBelow(URI root, URI uri) {
    if (uri.getPath() == null || uri.getQuery() != null || uri.getFragment() != null) {
      return false;
    }
    String folder = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
    return root.getScheme().equalsIgnoreCase(uri.getScheme())
        && Objects.equals(root.getAuthority(), uri.getAuthority())
        && uri.getPath().startsWith(folder)
        && !climbs(uri.getPath());
  }

  private static boolean climbs(String path) {
    return Arrays.asList(path.split("/", -1)).contains("..");
  }
}
