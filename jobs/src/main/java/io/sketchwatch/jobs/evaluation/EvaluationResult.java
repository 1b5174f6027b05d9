package io.sketchwatch.jobs.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sketchwatch.core.ranking.RetrievalMetrics;
import io.sketchwatch.dalnet.evaluation.Evaluation;
import java.util.List;
import java.util.NavigableMap;

/**
 * What was found out about a model; what was not asked for is null.
 *
 * @param model its id
 * @param data its figures on a data set
 * @param retrieval how it and its baselines find drawn people of footage
 * @param tracking how detector and tracker follow people of footage
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationResult(
    String model,
    Data data,
    List<FootageRetrieval.Result> retrieval,
    List<FootageTracking.Result> tracking) {

  /**
   * Figures on a data set; all but the counts and the quantiles are 0 to 1.
   *
   * @param sketches queries
   * @param photos gallery
   * @param rank1 CMC at 1
   * @param rank5 CMC at 5
   * @param rank10 CMC at 10
   * @param rank20 CMC at 20
   * @param meanAveragePrecision mAP
   * @param meanInverseNegativePenalty mINP
   * @param backgroundQuantiles scores of pairs of different people, by probability
   */
  public record Data(
      int sketches,
      int photos,
      double rank1,
      double rank5,
      double rank10,
      double rank20,
      double meanAveragePrecision,
      double meanInverseNegativePenalty,
      NavigableMap<String, Double> backgroundQuantiles) {

    public static Data of(Evaluation evaluation) {
      RetrievalMetrics metrics = evaluation.metrics();
      return new Data(
          evaluation.queries(),
          evaluation.gallery(),
          metrics.rank(1),
          metrics.rank(5),
          metrics.rank(10),
          metrics.rank(20),
          metrics.meanAveragePrecision(),
          metrics.meanInverseNegativePenalty(),
          evaluation.backgroundQuantiles());
    }
  }
}
