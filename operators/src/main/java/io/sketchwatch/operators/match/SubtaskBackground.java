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
 * higher. A window in which fewer were let through counts as one whose {@value
 * BackgroundWindow#MOST}th best is as much lower as lets twice that many through.
 *
 * <p>Before the first such window is over, those are let through that are among the {@value
 * BackgroundWindow#MOST} best of it so far, or reach the threshold that the query began with.
 */
final class SubtaskBackground {

  /** No score is below. */
  static final double LOWEST = -1;

  private static final int WINDOWS = 12;

  /** How many times fewer exceed a score that is a deviation higher, logarithm of: at least. */
  private static final double STEEPNESS = 2;

  private final WatchlistEntry entry;
  private final Map<Long, ScoreMoments> untold = new TreeMap<>();
  private final BestOfWindow best = new BestOfWindow();
  private final Deque<Double> floors = new ArrayDeque<>();

  private ScoreMoments seen = ScoreMoments.NONE;
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
    seen = seen.plus(moments);
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
    double told = floorOfWindow();
    if (told > LOWEST) {
      floors.add(told);
    }
    if (floors.size() > WINDOWS) {
      floors.remove();
    }
    floor = floors.stream().mapToDouble(Double::doubleValue).min().orElse(LOWEST);
    best.clear();
    seen = ScoreMoments.NONE;
  }

  /** The lowest score where nothing is known of it. */
  private double floorOfWindow() {
    if (best.floor() > LOWEST || floor <= LOWEST || seen.tracklets() == 0) {
      return best.floor();
    }
    double lacking = 2.0 * BackgroundWindow.MOST / Math.max(1, best.size());
    return floor - seen.deviation() * Math.log(lacking) / STEEPNESS;
  }
}
