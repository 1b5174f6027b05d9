package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.BackgroundWindow;
import java.util.Arrays;

/**
 * The {@value #MOST} tracklets of a window that scored highest with one query, by their best shots.
 */
final class BestOfWindow {

  /** Far more than any budget allows in a window. */
  private static final int MOST = 4 * BackgroundWindow.MOST;

  private final String[] tracklets = new String[MOST];
  private final double[] scores = new double[MOST];

  private int size;

  /** Row of the one that scored least. */
  private int least;

  void add(String trackletId, double score) {
    int row = row(trackletId);
    if (row < size) {
      scores[row] = Math.max(scores[row], score);
    } else if (size < MOST) {
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
  double least() {
    return size < MOST ? SubtaskBackground.LOWEST : scores[least];
  }

  /**
   * What the {@value BackgroundWindow#MOST}th has scored; the lowest score while there are fewer.
   */
  double floor() {
    if (size < BackgroundWindow.MOST) {
      return SubtaskBackground.LOWEST;
    }
    double[] ascending = Arrays.copyOf(scores, size);
    Arrays.sort(ascending);
    return ascending[size - BackgroundWindow.MOST];
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
