package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.BackgroundWindow;

/**
 * The {@value BackgroundWindow#MOST} tracklets of a window that scored highest with one query, each
 * by its best shot.
 */
final class BestOfWindow {

  private final String[] tracklets = new String[BackgroundWindow.MOST];
  private final double[] scores = new double[BackgroundWindow.MOST];

  private int size;

  /** Row of the one that scored least. */
  private int least;

  void add(String trackletId, double score) {
    int row = row(trackletId);
    if (row < size) {
      scores[row] = Math.max(scores[row], score);
    } else if (size < scores.length) {
      put(size++, trackletId, score);
    } else if (score > scores[least]) {
      put(least, trackletId, score);
    }
    least = leastRow();
  }

  /** How many there are so far. */
  int size() {
    return size;
  }

  /** What the last of them has scored; the lowest score while there are fewer. */
  double floor() {
    return size < scores.length ? SubtaskBackground.LOWEST : scores[least];
  }

  void clear() {
    size = 0;
  }

  private void put(int row, String trackletId, double score) {
    tracklets[row] = trackletId;
    scores[row] = score;
  }

  private int row(String trackletId) {
    int row = 0;
    while (row < size && !tracklets[row].equals(trackletId)) {
      row++;
    }
    return row;
  }

  private int leastRow() {
    int found = 0;
    for (int row = 1; row < size; row++) {
      if (scores[row] < scores[found]) {
        found = row;
      }
    }
    return found;
  }
}
