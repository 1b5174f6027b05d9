package io.sketchwatch.jobs.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One measured case of a benchmark; null where something has no meaning.
 *
 * @param benchmark which
 * @param part the case
 * @param n how many were measured
 * @param dimension length of an embedding
 * @param batch how many go through together
 * @param backend what does the work
 * @param figure measured, in {@code unit}
 * @param unit of figure and limit
 * @param limit what it could be at best
 * @param ratio goodness, 1 at the limit
 * @param recall 0 to 1
 */
public record BenchmarkLine(
    String benchmark,
    @JsonProperty("case") String part,
    int n,
    Integer dimension,
    Integer batch,
    String backend,
    double figure,
    String unit,
    Double limit,
    Double ratio,
    Double recall) {

  /** A rate without a known limit. */
  static BenchmarkLine rate(
      String benchmark,
      String part,
      int n,
      Integer dimension,
      Integer batch,
      String backend,
      double perSecond,
      String unit) {
    return new BenchmarkLine(
        benchmark, part, n, dimension, batch, backend, perSecond, unit, null, null, null);
  }
}
