package io.sketchwatch.operators;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.fs.Path;

/**
 * Where files that are named by URI may lie: a URI in a record is data from outside. Symbolic links
 * below a root are followed.
 *
 * @param option that names the roots, for whoever is refused
 * @param roots absolute URIs of folders, such as {@code s3://cases/}; none allows no file
 */
public record AllowedRoots(String option, List<String> roots) implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * @throws IllegalArgumentException if a root is not the absolute URI of a folder
   */
  public AllowedRoots {
    roots = List.copyOf(roots);
    for (String root : roots) {
      URI uri = URI.create(root);
      if (uri.getScheme() == null || uri.getPath() == null || climbs(uri.getPath())) {
        throw new IllegalArgumentException(
            "Option '%s' must be absolute URIs of folders, such as s3://bucket/folder, but was '%s'"
                .formatted(option, root));
      }
    }
  }

  /**
   * The place that a URI names, on any file system that Flink knows.
   *
   * @throws IOException in one line, if it is no URI or not below a root
   */
  public Path path(String uri) throws IOException {
    URI parsed = parse(uri);
    if (roots.stream().map(URI::create).noneMatch(root -> isBelow(root, parsed))) {
      throw new IOException(
          "URI '%s' must lie below one of the allowed roots %s: put it there, or add its folder to '%s'"
              .formatted(uri, roots, option));
    }
    return new Path(parsed.getScheme(), parsed.getAuthority(), parsed.getPath());
  }

  private static URI parse(String uri) throws IOException {
    try {
      return new URI(uri);
    } catch (URISyntaxException e) {
      throw new IOException("Expected a URI, but " + e.getMessage(), e);
    }
  }

  // On decoded paths: Flink decodes %2e%2e before it opens a file.
  private static boolean isBelow(URI root, URI uri) {
    boolean namesAPlace = uri.getPath() != null && !uri.getPath().isEmpty();
    if (!namesAPlace || uri.getQuery() != null || uri.getFragment() != null) {
      return false;
    }
    return root.getScheme().equalsIgnoreCase(uri.getScheme())
        && Objects.equals(root.getAuthority(), uri.getAuthority())
        && folder(uri).startsWith(folder(root))
        && !climbs(uri.getPath());
  }

  private static String folder(URI uri) {
    return uri.getPath().endsWith("/") ? uri.getPath() : uri.getPath() + "/";
  }

  private static boolean climbs(String path) {
    return Arrays.asList(path.split("/", -1)).contains("..");
  }
}
