package io.sketchwatch.jobs.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether one figure of a soaked job grows: the median of the last quarter of the samples beside
 * that of the second quarter, when the job was warm.
 *
 * @param figure its name and unit
 * @param early median of the second quarter
 * @param late median of the last quarter
 * @param allowed the most that the last may be
 */
public record SoakTrend(String figure, double early, double late, double allowed) {

  /** Fewer samples tell nothing. */
  public static final int LEAST_SAMPLES = 8;

  /**
   * The trends of all figures.
   *
   * @param samples at least {@value #LEAST_SAMPLES}
   * @param framesPerSecond of all cameras together: as many may wait for a checkpoint or two
   */
  public static List<SoakTrend> of(List<SoakSample> samples, double framesPerSecond) {
    return List.of(
        of("p50 ms", samples, SoakSample::medianMs, 1.5, 250),
        of("p99 ms", samples, SoakSample::slowestMs, 1.5, 500),
        of("heap MB", samples, SoakSample::heapMb, 1, 32),
        of("native MB", samples, SoakSample::nativeMb, 1, 64),
        of("lag frames", samples, SoakSample::lag, 1, 2 * framesPerSecond));
  }

  private static SoakTrend of(
      String figure,
      List<SoakSample> samples,
      ToDoubleFunction<SoakSample> value,
      double factor,
      double slack) {
    int quarter = samples.size() / 4;
    double early = median(samples.subList(quarter, 2 * quarter), value);
    double late = median(samples.subList(samples.size() - quarter, samples.size()), value);
    return new SoakTrend(figure, early, late, factor * early + slack);
  }

  private static double median(List<SoakSample> samples, ToDoubleFunction<SoakSample> value) {
    return Medians.of(samples.stream().map(value::applyAsDouble).toList());
  }

  /** Whether it has become more than it may. */
  public boolean grows() {
    return late > allowed;
  }
}
