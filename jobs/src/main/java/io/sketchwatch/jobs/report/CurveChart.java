package io.sketchwatch.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Curves over one axis as lines of a drawing 600 wide and 200 high. Public for the template engine
 * only.
 *
 * @param first x of the left end
 * @param last x of the right end
 * @param lowest y of the lower edge
 * @param highest y of the upper edge
 * @param curves in the order they were given
 */
public record CurveChart(
    double first, double last, double lowest, double highest, List<Curve> curves) {

  private static final double WIDTH = 600;
  private static final double HEIGHT = 200;

  /**
   * One curve.
   *
   * @param name for the legend
   * @param points of an SVG polyline
   * @param number from 0, for the colour
   */
  public record Curve(String name, String points, int number) {}

  /**
   * A chart.
   *
   * @param x where the values are, at least two, rising
   * @param values by name of the curve, each as many as there are places
   * @param lowest y of the lower edge
   * @param highest y of the upper edge, above the lowest
   */
  static CurveChart of(
      List<? extends Number> x, Map<String, List<Double>> values, double lowest, double highest) {
    double first = x.get(0).doubleValue();
    double last = x.get(x.size() - 1).doubleValue();
    CurveChart frame = new CurveChart(first, last, lowest, highest, List.of());
    List<Curve> curves = new ArrayList<>();
    values.forEach((name, ys) -> curves.add(new Curve(name, frame.points(x, ys), curves.size())));
    return new CurveChart(first, last, lowest, highest, List.copyOf(curves));
  }

  private String points(List<? extends Number> x, List<Double> y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.size(); i++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%s%.1f,%.1f",
              i == 0 ? "" : " ",
              WIDTH * (x.get(i).doubleValue() - first) / (last - first),
              HEIGHT * (1 - (y.get(i) - lowest) / (highest - lowest))));
    }
    return points.toString();
  }
}
