package io.sketchwatch.jobs.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process holds, native and Java's together, as Linux counts it. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "VmRSS:";

  private ResidentMemory() {}

  /**
   * In megabytes of 1,048,576 bytes, after a garbage collection.
   *
   * @throws IOException if this is not Linux
   */
  static double megabytes() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(FIELD)) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new IOException("File '%s' has no %s".formatted(STATUS, FIELD));
  }
}
