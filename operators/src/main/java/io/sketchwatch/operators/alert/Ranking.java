package io.sketchwatch.operators.alert;

import java.util.Arrays;

/** The strengths of a query's alerted tracklets; equal ones share a place. Immutable. */
final class Ranking {

  private final double[] scores;

  /**
   * @param scores one a tracklet, ascending; not copied
   */
  Ranking(double... scores) {
    this.scores = scores;
  }

  /** One a tracklet, ascending; not copied. */
  double[] scores() {
    return scores;
  }

  /** 1-based place of a score: one more than the number of better ones. */
  int rank(double score) {
    return scores.length - firstAbove(score) + 1;
  }

  Ranking with(double score) {
    int place = firstAbove(score);
    double[] more = new double[scores.length + 1];
    System.arraycopy(scores, 0, more, 0, place);
    more[place] = score;
    System.arraycopy(scores, place, more, place + 1, scores.length - place);
    return new Ranking(more);
  }

  /** Takes out one tracklet of this score. */
  Ranking without(double score) {
    int place = Arrays.binarySearch(scores, score);
    if (place < 0) {
      return this;
    }
    double[] fewer = new double[scores.length - 1];
    System.arraycopy(scores, 0, fewer, 0, place);
    System.arraycopy(scores, place + 1, fewer, place, fewer.length - place);
    return new Ranking(fewer);
  }

  private int firstAbove(double score) {
    int low = 0;
    int high = scores.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scores[middle] > score) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
