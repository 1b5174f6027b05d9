package io.sketchwatch.modelexport.fetch;

import io.sketchwatch.core.hash.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes verified files out of a gzipped tarball; nothing else in it is ever written. */
final class Tarball {

  /** Most bytes of a wanted file. */
  private static final long MAX_BYTES = 512L << 20;

  private Tarball() {}

  /**
   * Extracts files under their last names.
   *
   * @param wanted SHA-256 by path in the tarball
   * @throws IOException naming a file that is missing or differs
   */
  static void extract(Path tarball, SortedMap<String, String> wanted, Path folder)
      throws IOException {
    Map<String, String> missing = new HashMap<>(wanted);
    try (InputStream file = new BufferedInputStream(Files.newInputStream(tarball));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && !missing.isEmpty()) {
        String expected = entry.isFile() ? missing.remove(entry.getName()) : null;
        if (expected != null) {
          write(tar, entry, expected, folder);
        }
        entry = tar.getNextEntry();
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          "Tarball '%s' lacks %s".formatted(tarball.getFileName(), missing.keySet()));
    }
  }

  private static void write(
      TarArchiveInputStream tar, TarArchiveEntry entry, String expected, Path folder)
      throws IOException {
    if (entry.getSize() > MAX_BYTES) {
      throw new IOException(
          "File '%s' must have at most %d bytes, but has %d"
              .formatted(entry.getName(), MAX_BYTES, entry.getSize()));
    }
    Path file = folder.resolve(Path.of(entry.getName()).getFileName().toString());
    Files.copy(tar, file);
    String actual = Sha256.hex(file);
    if (!actual.equals(expected)) {
      throw new IOException(
          "File '%s' must have SHA-256 %s, but was %s: the registry serves another file"
              .formatted(entry.getName(), expected, actual));
    }
  }
}
