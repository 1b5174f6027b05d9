package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.BackgroundWindow;
import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What this subtask sees of the background of one query that has a budget, and which scores it lets
 * through: all that are above the {@value BackgroundWindow#MOST}th best tracklet of any of its last
 * {@value #WINDOWS} windows. A budget allows far fewer than that in a window, so its threshold is
 * higher. Where one of them has told no such score, as none has before the first ends, those that
 * are among the {@value BackgroundWindow#MOST} best of this window so far, or reach the threshold
 * that the query began with.
 */
final class SubtaskBackground {

  /** No score is below. */
  static final double LOWEST = -1;

  private static final int WINDOWS = 12;

  private final WatchlistEntry entry;
  private final Map<Long, ScoreMoments> untold = new TreeMap<>();
  private final BestOfWindow best = new BestOfWindow();
  private final Deque<Double> floors = new ArrayDeque<>();

  private double floor;
  private long earliest = Long.MIN_VALUE;

  /**
   * @param floor of the windows before; {@link #LOWEST} if there were none
   */
  SubtaskBackground(WatchlistEntry entry, double floor) {
    this.entry = entry;
    this.floor = floor;
    if (floor > LOWEST) {
      floors.add(floor);
    }
  }

  WatchlistEntry entry() {
    return entry;
  }

  /** Least score that is let through; within a window it never falls. */
  double floor() {
    return floor > LOWEST ? floor : Math.min(best.floor(), entry.threshold());
  }

  /** Tracklets of a window. */
  void see(long number, ScoreMoments moments) {
    untold.merge(number, moments, ScoreMoments::plus);
  }

  /**
   * A score that was let through. One that comes long after its window, such as an embedding that
   * was made anew, tells nothing of how many come in one.
   */
  void found(Sighting sighting, double score) {
    if (WindowPart.numberOf(sighting.firstSeen()) >= earliest) {
      best.add(sighting.trackletId(), score);
    }
  }

  void tell(Consumer<BackgroundPart> out) {
    untold.forEach(
        (number, moments) ->
            out.accept(BackgroundPart.of(entry, new WindowPart(number, moments, floor()), null)));
    untold.clear();
  }

  /**
   * A window has ended, and nothing of it is untold so far; it closes later, for those who are
   * late.
   *
   * @param next the window that the watermark has reached
   */
  void endWindow(long next) {
    earliest = next - 1;
    floors.add(best.floor());
    best.clear();
    if (floors.size() > WINDOWS) {
      floors.remove();
    }
    floor = floors.stream().mapToDouble(Double::doubleValue).min().orElse(LOWEST);
  }
}
