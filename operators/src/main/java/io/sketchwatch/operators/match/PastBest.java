package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.BackgroundWindow;
import io.sketchwatch.operators.gallery.FoundPhoto;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** The best sightings of a key group, as many as {@value #MOST}. */
final class PastBest {

  /** All shots of as many tracklets as a window names. */
  private static final int MOST = 3 * BackgroundWindow.MOST;

  /**
   * A sighting and its score.
   *
   * @param cameraId where
   * @param photo of it
   * @param score its cosine
   */
  record Found(String cameraId, FoundPhoto photo, double score) {}

  private static final Comparator<Found> WORST_FIRST =
      Comparator.comparingDouble(Found::score)
          .thenComparing(found -> found.photo().evidence().trackletId())
          .thenComparing(found -> found.photo().evidence().shot());

  private final PriorityQueue<Found> best = new PriorityQueue<>(WORST_FIRST);

  /** Least score that may be among them. */
  double least() {
    return best.size() < MOST ? SubtaskBackground.LOWEST : best.peek().score();
  }

  void add(Found found) {
    best.add(found);
    if (best.size() > MOST) {
      best.remove();
    }
  }

  /** In no order. */
  void forEach(Consumer<Found> action) {
    best.forEach(action);
  }
}
