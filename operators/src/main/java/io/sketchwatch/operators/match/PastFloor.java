package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.BackgroundWindow;
import java.util.PriorityQueue;

/**
 * Which scores a search of the past lets through in this subtask: the best so far, as many as a
 * month's budget allows and a background is told by, at most {@value #MOST}. What it held before a
 * failure is let through again, and more, which decides nothing.
 */
final class PastFloor {

  private static final double DAYS = 30;
  private static final int SHOTS = 3;
  private static final int MOST = 16_384;

  private final int most;
  private final PriorityQueue<Double> best = new PriorityQueue<>();

  /**
   * @param falseAlertsPerDay the budget, above zero
   */
  PastFloor(double falseAlertsPerDay) {
    double tracklets = Math.max(BackgroundWindow.MOST_OF_PAST, DAYS * falseAlertsPerDay);
    most = (int) Math.min(MOST, Math.ceil(SHOTS * tracklets));
  }

  /** Least score that may matter. */
  double least() {
    return best.size() < most ? SubtaskBackground.LOWEST : best.peek();
  }

  void add(double score) {
    best.add(score);
    if (best.size() > most) {
      best.remove();
    }
  }
}
