package io.sketchwatch.jobs.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sketchwatch.dalnet.evaluation.Evaluation;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/**
 * What was found out about a model; what was not asked for is null.
 *
 * @param model its id; of several models, all ids
 * @param data its figures on a data set; of several models, their mean
 * @param runs of several models, each one's figures
 * @param retrieval how it and its baselines find drawn people of footage
 * @param tracking how detector and tracker follow people of footage
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationResult(
    String model,
    Data data,
    List<Run> runs,
    List<FootageRetrieval.Result> retrieval,
    List<FootageTracking.Result> tracking) {

  /** The result of some models on a data set, without footage. */
  public static EvaluationResult of(List<Run> runs) {
    if (runs.size() == 1) {
      return new EvaluationResult(runs.get(0).model(), runs.get(0).data(), null, null, null);
    }
    return new EvaluationResult(
        runs.stream().map(Run::model).collect(Collectors.joining(", ")),
        Data.mean(runs.stream().map(Run::data).toList()),
        runs,
        null,
        null);
  }

  /**
   * One model on one split.
   *
   * @param model its id
   * @param split of the data set, from 1
   * @param data its figures
   */
  public record Run(String model, int split, Data data) {}

  /**
   * Figures on a data set.
   *
   * @param sketches queries
   * @param photos gallery
   * @param figures single-query: every sketch asks for itself
   * @param deviation of them over several runs; null for one
   * @param multiQuery all sketches of a person ask together: the normalised mean of their
   *     embeddings
   * @param multiQueryDeviation of them over several runs; null for one
   * @param backgroundQuantiles scores of pairs of different people, by probability; null for
   *     several runs
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Data(
      int sketches,
      int photos,
      @JsonUnwrapped Figures figures,
      Figures deviation,
      Figures multiQuery,
      Figures multiQueryDeviation,
      NavigableMap<String, Double> backgroundQuantiles) {

    /** One model's. */
    public static Data of(Evaluation evaluation) {
      return new Data(
          evaluation.queries(),
          evaluation.gallery(),
          Figures.of(evaluation.metrics()),
          null,
          Figures.of(evaluation.multiQuery()),
          null,
          evaluation.backgroundQuantiles());
    }

    /** The mean of several; sketches and photos are summed. */
    public static Data mean(List<Data> runs) {
      List<Figures> single = runs.stream().map(Data::figures).toList();
      List<Figures> multi = runs.stream().map(Data::multiQuery).toList();
      return new Data(
          runs.stream().mapToInt(Data::sketches).sum(),
          runs.stream().mapToInt(Data::photos).sum(),
          Figures.mean(single),
          Figures.deviation(single),
          Figures.mean(multi),
          Figures.deviation(multi),
          null);
    }
  }
}
