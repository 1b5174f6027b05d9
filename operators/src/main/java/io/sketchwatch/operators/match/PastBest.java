package io.sketchwatch.operators.match;

import io.sketchwatch.operators.gallery.FoundPhoto;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a search has found for a budget: held until it is over, or a barrier comes, so that of all
 * that was among the best for a while only the best are put out.
 */
final class PastBest {

  /** Most that are held after a bucket. */
  private static final int MOST = 1024;

  /**
   * A sighting and its score.
   *
   * @param cameraId where
   * @param photo of it
   * @param score its cosine
   */
  record Found(String cameraId, FoundPhoto photo, double score) {}

  private final PastFloor floor;
  private final Queue<Found> held = new ArrayDeque<>();

  /**
   * @param falseAlertsPerDay the budget, above zero
   */
  PastBest(double falseAlertsPerDay) {
    floor = new PastFloor(falseAlertsPerDay);
  }

  /** Least score that may be among the best. */
  double least() {
    return floor.least();
  }

  void add(Found found) {
    floor.add(found.score());
    held.add(found);
  }

  /** Whether some have to be put out before more are found. */
  boolean isFull() {
    if (held.size() > MOST) {
      held.removeIf(found -> found.score() < floor.least());
    }
    return held.size() > MOST;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** Takes out one that is still among the best; null if none is held. */
  Found poll() {
    Found found = held.poll();
    while (found != null && found.score() < floor.least()) {
      found = held.poll();
    }
    return found;
  }
}
