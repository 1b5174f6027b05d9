package io.sketchwatch.dalnet.evaluation;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts scores from -1 to 1 in constant memory, whatever their number; quantiles are exact to two
 * millionths. Thread-safe while counting.
 */
final class ScoreHistogram {

  private static final int BINS = 1 << 20;

  private final AtomicLongArray counts = new AtomicLongArray(BINS);

  void add(float score) {
    int bin = (int) ((score + 1) / 2 * BINS);
    counts.incrementAndGet(Math.max(0, Math.min(BINS - 1, bin)));
  }

  /**
   * The least scores that parts of all counted are at or below.
   *
   * @param probabilities as text, 0 to 1, rising
   * @return none if nothing was counted
   */
  NavigableMap<String, Double> quantiles(Iterable<String> probabilities) {
    long total = 0;
    for (int bin = 0; bin < BINS; bin++) {
      total += counts.get(bin);
    }
    NavigableMap<String, Double> quantiles = new TreeMap<>();
    long below = 0;
    int bin = -1;
    for (String probability : probabilities) {
      long wanted = (long) Math.ceil(Double.parseDouble(probability) * total);
      while (below < wanted) {
        below += counts.get(++bin);
      }
      if (bin >= 0) {
        quantiles.put(probability, 2.0 * (bin + 1) / BINS - 1);
      }
    }
    return quantiles;
  }
}
