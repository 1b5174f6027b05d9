package io.sketchwatch.core.ranking;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well queries find their own identity in a gallery.
 *
 * <p>The rule, Market-1501's: for each query the gallery is sorted by falling score; items of equal
 * score keep the gallery's order. Items of the query's own identity <em>and</em> camera are left
 * out, where both cameras are known. A query with no item of its identity left is not counted.
 *
 * <ul>
 *   <li>CMC at k: part of the counted queries with a right item among the first k.
 *   <li>mAP: mean over queries of the mean, over right items, of (right items up to it) / (its
 *       rank).
 *   <li>mINP: mean over queries of (number of right items) / (rank of the last of them).
 * </ul>
 *
 * @param cmc the CMC curve, as long as the gallery; entry {@code k - 1} is CMC at k
 * @param meanAveragePrecision 0 to 1
 * @param meanInverseNegativePenalty 0 to 1
 * @param countedQueries how many queries had something to find
 */
public record RetrievalMetrics(
    List<Double> cmc,
    double meanAveragePrecision,
    double meanInverseNegativePenalty,
    int countedQueries) {

  /**
   * Ranks and measures.
   *
   * @throws IllegalArgumentException if no query has an item of its identity to find
   */
  public static RetrievalMetrics of(Scores scores, List<Label> queries, List<Label> gallery) {
    List<int[]> ranks =
        IntStream.range(0, queries.size())
            .parallel()
            .mapToObj(query -> rightRanks(scores.of(query), queries.get(query), gallery))
            .filter(right -> right.length > 0)
            .toList();
    if (ranks.isEmpty()) {
      throw new IllegalArgumentException(
          "None of %d queries has an item of its identity among %d in the gallery"
              .formatted(queries.size(), gallery.size()));
    }
    return new RetrievalMetrics(
        cmc(ranks, gallery.size()),
        ranks.stream().mapToDouble(RetrievalMetrics::averagePrecision).average().orElseThrow(),
        ranks.stream()
            .mapToDouble(RetrievalMetrics::inverseNegativePenalty)
            .average()
            .orElseThrow(),
        ranks.size());
  }

  /** CMC at k: the part of queries with a right item among the first k, 0 to 1. */
  public double rank(int k) {
    Objects.checkIndex(k - 1, Integer.MAX_VALUE);
    return cmc.get(Math.min(k, cmc.size()) - 1);
  }

  /** 1-based ranks of the right items, rising. */
  private static int[] rightRanks(float[] scores, Label query, List<Label> gallery) {
    return IntStream.range(0, scores.length)
        .filter(item -> query.shows(gallery.get(item)))
        .filter(item -> !query.isSameShotAs(gallery.get(item)))
        .map(item -> rank(item, scores, query, gallery))
        .sorted()
        .toArray();
  }

  private static int rank(int item, float[] scores, Label query, List<Label> gallery) {
    int rank = 1;
    for (int other = 0; other < scores.length; other++) {
      boolean ahead =
          scores[other] > scores[item] || (scores[other] == scores[item] && other < item);
      if (ahead && !query.isSameShotAs(gallery.get(other))) {
        rank++;
      }
    }
    return rank;
  }

  private static List<Double> cmc(List<int[]> ranks, int length) {
    double[] found = new double[length];
    for (int[] right : ranks) {
      found[right[0] - 1]++;
    }
    Arrays.parallelPrefix(found, Double::sum);
    return DoubleStream.of(found).map(count -> count / ranks.size()).boxed().toList();
  }

  private static double averagePrecision(int[] right) {
    double sum = 0;
    for (int i = 0; i < right.length; i++) {
      sum += (i + 1.0) / right[i];
    }
    return sum / right.length;
  }

  private static double inverseNegativePenalty(int[] right) {
    return (double) right.length / right[right.length - 1];
  }
}
