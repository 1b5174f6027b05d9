package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.evaluation.BenchmarkLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Prints a benchmark's cases, a line each, as they come. */
final class BenchmarkTable {

  private static final String ROW = "%-15s%7s%7s  %-44s%12.1f %-10s%10s%8s%n";

  private final PrintWriter out;
  private final boolean json;

  /**
   * Prints the head.
   *
   * @param json a JSON object a line instead, without a head
   */
  BenchmarkTable(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
    if (!json) {
      out.println(
          ROW.replace("%12.1f", "%12s")
              .formatted("case", "n", "batch", "backend", "figure", "", "limit", "ratio")
              .stripTrailing());
      out.flush();
    }
  }

  void print(BenchmarkLine line) {
    if (json) {
      try {
        JsonLines.write(out, line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      out.printf(
          ROW,
          line.part(),
          line.n(),
          line.batch() == null ? "-" : line.batch(),
          line.backend(),
          line.figure(),
          line.unit(),
          line.limit() == null ? "-" : "%.1f".formatted(line.limit()),
          line.ratio() == null ? "-" : "%.3f".formatted(line.ratio()));
    }
    out.flush();
  }
}
