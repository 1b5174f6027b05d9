package io.sketchwatch.jobs.report;

import io.sketchwatch.jobs.evaluation.SoakSample;
import io.sketchwatch.jobs.evaluation.SoakTrend;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A soaked job's latency, memory and lag over time, as one HTML file that needs nothing else. */
public final class SoakReport {

  private final HtmlPage page = new HtmlPage("soak.ftlh");
  private final Map<String, Object> model = new HashMap<>();

  /**
   * The report of one run.
   *
   * @param framesPerSecond the load
   * @param samples at least two
   */
  public SoakReport(double framesPerSecond, List<SoakSample> samples, List<SoakTrend> trends) {
    model.put("show", new Formats());
    model.put("finishedAt", Instant.now());
    model.put("framesPerSecond", framesPerSecond);
    model.put("trends", trends);
    model.put(
        "latency",
        chart(samples, Map.of("p50", SoakSample::medianMs, "p99", SoakSample::slowestMs)));
    model.put(
        "memory",
        chart(
            samples,
            Map.of("Java heap", SoakSample::heapMb, "native memory", SoakSample::nativeMb)));
    model.put("lag", chart(samples, Map.of("frames", SoakSample::lag)));
  }

  private static CurveChart chart(
      List<SoakSample> samples, Map<String, ToDoubleFunction<SoakSample>> figures) {
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    figures.keySet().stream()
        .sorted()
        .forEach(
            name ->
                curves.put(name, samples.stream().map(figures.get(name)::applyAsDouble).toList()));
    double highest =
        curves.values().stream().flatMap(List::stream).max(Double::compare).orElseThrow();
    return CurveChart.of(
        samples.stream().map(SoakSample::second).toList(), curves, 0, Math.max(highest, 1));
  }

  /** Writes the page atomically: the file is whole or as it was. */
  public void write(Path file) throws IOException {
    page.write(model, file);
  }

  void write(Writer out) throws IOException {
    page.write(model, out);
  }
}
