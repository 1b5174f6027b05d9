package io.sketchwatch.jobs.report;

import io.sketchwatch.jobs.report.DemoResult.RateSample;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Frames a second as a line of a drawing 600 wide and 100 high. Public for the template engine
 * only.
 *
 * @param points of an SVG polyline; empty below two samples
 * @param highest frames a second
 * @param seconds length of the run
 */
public record RateChart(String points, double highest, double seconds) {

  private static final double WIDTH = 600;
  private static final double HEIGHT = 100;

  static RateChart of(List<RateSample> samples) {
    double highest = samples.stream().mapToDouble(RateSample::framesPerSecond).max().orElse(0);
    double seconds = samples.stream().mapToDouble(RateSample::second).max().orElse(0);
    if (samples.size() < 2 || highest <= 0 || seconds <= 0) {
      return new RateChart("", highest, seconds);
    }
    String points =
        samples.stream()
            .map(sample -> point(sample, highest, seconds))
            .collect(Collectors.joining(" "));
    return new RateChart(points, highest, seconds);
  }

  private static String point(RateSample sample, double highest, double seconds) {
    return String.format(
        Locale.ROOT,
        "%.1f,%.1f",
        WIDTH * sample.second() / seconds,
        HEIGHT * (1 - sample.framesPerSecond() / highest));
  }
}
