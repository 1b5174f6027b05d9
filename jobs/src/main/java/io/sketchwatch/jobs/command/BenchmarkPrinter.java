package io.sketchwatch.jobs.command;

import io.sketchwatch.jobs.evaluation.BenchmarkLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Prints the cases of a benchmark, for people or for machines. */
final class BenchmarkPrinter {

  private static final String ROW = "%-15s%9s%10s%7s  %-44s%12s %-12s%10s%7s%7s";

  private final PrintWriter out;
  private final boolean json;

  BenchmarkPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
    if (!json) {
      row("case", "n", "dimension", "batch", "backend", "figure", "", "limit", "ratio", "recall");
    }
  }

  /** Prints a case, at once. */
  void print(BenchmarkLine line) {
    if (json) {
      try {
        JsonLines.write(out, line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    row(
        line.part(),
        line.n(),
        orNothing("%d", line.dimension()),
        orNothing("%d", line.batch()),
        line.backend(),
        "%.1f".formatted(line.figure()),
        line.unit(),
        orNothing("%.1f", line.limit()),
        orNothing("%.3f", line.ratio()),
        orNothing("%.3f", line.recall()));
  }

  private void row(Object... columns) {
    out.println(ROW.formatted(columns).stripTrailing());
    out.flush();
  }

  private static String orNothing(String format, Object value) {
    return Optional.ofNullable(value).map(format::formatted).orElse("-");
  }
}
