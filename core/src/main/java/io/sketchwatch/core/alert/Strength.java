package io.sketchwatch.core.alert;

/**
 * How far a score is above the threshold that it had to reach. It compares what different exemplars
 * of a query and different models have found, whose cosines say different things.
 */
public final class Strength {

  private Strength() {}

  /**
   * 0 at the threshold, 1 for the same picture, negative below the threshold.
   *
   * @param score cosine, -1 to 1
   * @param threshold -1 to 1; at 1 every strength is 0
   */
  public static double of(double score, double threshold) {
    return threshold >= 1 ? 0 : (score - threshold) / (1 - threshold);
  }
}
