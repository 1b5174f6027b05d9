package io.sketchwatch.jobs.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/** Writes a {@link DemoResult} as one HTML file that needs nothing else. */
public final class HtmlReport {

  private final HtmlPage page = new HtmlPage("demo.ftlh");

  /** Writes the page atomically: the file is whole or as it was. */
  public void write(DemoResult result, Path file) throws IOException {
    page.write(model(result), file);
  }

  void write(DemoResult result, Writer out) throws IOException {
    page.write(model(result), out);
  }

  private static Map<String, Object> model(DemoResult result) {
    return Map.of(
        "result",
        result,
        "show",
        new Formats(),
        "timeline",
        Timeline.of(result),
        "rates",
        RateChart.of(result.rates()));
  }
}
