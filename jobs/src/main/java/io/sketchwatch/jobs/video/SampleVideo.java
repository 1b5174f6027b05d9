package io.sketchwatch.jobs.video;

import io.sketchwatch.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * OpenCV's street video {@code vtest.avi} (795 frames of 768x576, 10 a second), taken from Debian's
 * package {@code opencv-doc} with Debian's own tools, without root, and kept in the cache.
 *
 * <p>Its SHA-256 is checked each time it is used; a file that differs is fetched again.
 */
public final class SampleVideo {

  public static final String NAME = "vtest.avi";
  public static final String SOURCE =
      "Debian package opencv-doc, /usr/share/doc/opencv-doc/examples/data/vtest.avi";
  public static final String LICENCE = "Apache-2.0 AND BSD-3-Clause (OpenCV)";

  private static final String SHA256 =
      "45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf";
  private static final Path IN_PACKAGE =
      Path.of("usr", "share", "doc", "opencv-doc", "examples", "data", NAME);

  private final Path cache;

  public SampleVideo(Path cache) {
    this.cache = cache;
  }

  /** Whether it can be had without the network. */
  public boolean isCached() throws IOException {
    Path file = cache.resolve(NAME);
    return Files.isRegularFile(file) && Sha256.hex(file).equals(SHA256);
  }

  /**
   * The file, fetched first if it is not in the cache.
   *
   * @throws IOException if it can't be had here: the message says why in one line
   */
  public Path fetch() throws IOException, InterruptedException {
    if (!isCached()) {
      Files.createDirectories(cache);
      Path work = Files.createTempDirectory(cache, "opencv-doc-");
      try {
        keep(unpack(work, download(work)));
      } finally {
        FileUtils.deleteDirectory(work.toFile());
      }
    }
    return cache.resolve(NAME);
  }

  private static Path download(Path work) throws IOException, InterruptedException {
    try {
      ToolRun.run(work, aptGet(List.of(), "download", "opencv-doc"));
    } catch (IOException e) {
      downloadWithOwnLists(work);
    }
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new IOException("apt-get downloaded no package 'opencv-doc'"));
    }
  }

  /** For a machine that has no package lists, and a user who may not write them. */
  private static void downloadWithOwnLists(Path work) throws IOException, InterruptedException {
    Path state = Files.createDirectories(work.resolve("state/lists/partial")).getParent();
    Path archives = Files.createDirectories(work.resolve("cache/archives/partial")).getParent();
    List<String> own =
        List.of(
            "-o",
            "Dir::State=" + state.getParent(),
            "-o",
            "Dir::State::status=/var/lib/dpkg/status",
            "-o",
            "Dir::Cache=" + archives.getParent());
    ToolRun.run(work, aptGet(own, "update"));
    ToolRun.run(work, aptGet(own, "download", "opencv-doc"));
  }

  private static List<String> aptGet(List<String> options, String... verb) {
    List<String> patience =
        List.of("apt-get", "-q", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1");
    return Stream.of(patience, options, List.of(verb)).flatMap(List::stream).toList();
  }

  private static Path unpack(Path work, Path archive) throws IOException, InterruptedException {
    Path tree = work.resolve("tree");
    ToolRun.run(work, List.of("dpkg-deb", "-x", archive.toString(), tree.toString()));
    return tree.resolve(IN_PACKAGE);
  }

  private void keep(Path video) throws IOException {
    if (!Files.isRegularFile(video)) {
      throw new IOException("Package 'opencv-doc' holds no " + IN_PACKAGE);
    }
    String actual = Sha256.hex(video);
    if (!actual.equals(SHA256)) {
      throw new IOException(
          "Video '%s' of package 'opencv-doc' must have SHA-256 %s, but was %s"
              .formatted(NAME, SHA256, actual));
    }
    Files.move(
        video,
        cache.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
