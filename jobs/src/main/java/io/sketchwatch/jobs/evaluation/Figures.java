package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.ranking.RetrievalMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well queries find their own identity; all 0 to 1, see {@link RetrievalMetrics}.
 *
 * @param rank1 CMC at 1
 * @param rank5 CMC at 5
 * @param rank10 CMC at 10
 * @param rank20 CMC at 20
 * @param meanAveragePrecision mAP
 * @param meanInverseNegativePenalty mINP
 */
public record Figures(
    double rank1,
    double rank5,
    double rank10,
    double rank20,
    double meanAveragePrecision,
    double meanInverseNegativePenalty) {

  public static Figures of(RetrievalMetrics metrics) {
    return new Figures(
        metrics.rank(1),
        metrics.rank(5),
        metrics.rank(10),
        metrics.rank(20),
        metrics.meanAveragePrecision(),
        metrics.meanInverseNegativePenalty());
  }

  /** The mean of each figure over some runs, at least one. */
  public static Figures mean(List<Figures> runs) {
    return each(figure -> mean(runs, figure));
  }

  /** The sample standard deviation (n - 1) of each figure; null for fewer than two runs. */
  public static Figures deviation(List<Figures> runs) {
    if (runs.size() < 2) {
      return null;
    }
    return each(
        figure -> {
          double mean = mean(runs, figure);
          double squares =
              runs.stream().mapToDouble(run -> Math.pow(figure.applyAsDouble(run) - mean, 2)).sum();
          return Math.sqrt(squares / (runs.size() - 1));
        });
  }

  private static double mean(List<Figures> runs, ToDoubleFunction<Figures> figure) {
    return runs.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static Figures each(ToDoubleFunction<ToDoubleFunction<Figures>> rule) {
    return new Figures(
        rule.applyAsDouble(Figures::rank1),
        rule.applyAsDouble(Figures::rank5),
        rule.applyAsDouble(Figures::rank10),
        rule.applyAsDouble(Figures::rank20),
        rule.applyAsDouble(Figures::meanAveragePrecision),
        rule.applyAsDouble(Figures::meanInverseNegativePenalty));
  }
}
