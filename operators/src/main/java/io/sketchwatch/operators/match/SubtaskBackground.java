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
 * BackgroundWindow#MOST}th best is as much lower as lets twice that many through. One with far
 * fewer tracklets than another does not count.
 *
 * <p>Beyond that many it is those that are among so many best of the window so far, or reach the
 * threshold that the query began with, as in a first window.
 */
final class SubtaskBackground {

  /** No score is below. */
  static final double LOWEST = -1;

  private static final int WINDOWS = 12;

  private static final int FAR_FEWER = 4;

  /** How many times fewer exceed a score that is a deviation higher, logarithm of: at least. */
  private static final double STEEPNESS = 2;

  private final WatchlistEntry entry;
  private final Map<Long, ScoreMoments> untold = new TreeMap<>();
  private final BestOfWindow best = new BestOfWindow();
  private final Deque<WindowFloor> floors = new ArrayDeque<>();

  private ScoreMoments seen = ScoreMoments.NONE;
  private double floor;
  private long earliest = Long.MIN_VALUE;

  /**
   * @param floor of the windows before; {@link #LOWEST} if there were none
   */
  SubtaskBackground(WatchlistEntry entry, double floor) {
    this.entry = entry;
    this.floor = floor;
  }

  WatchlistEntry entry() {
    return entry;
  }

  /** Least score that is let through; within a window it never falls. */
  double floor() {
    return Math.max(floor, Math.min(best.floor(), entry.threshold()));
  }

  /** Tracklets of a window. */
  void see(long number, ScoreMoments moments) {
    untold.merge(number, moments, ScoreMoments::plus);
    seen = seen.plus(moments);
  }

  /**
   * A score that was let through. One where the query does not look tells nothing, nor does one
   * that comes long after its window, such as an embedding that was made anew.
   */
  void found(Sighting sighting, double score) {
    if (WindowPart.numberOf(sighting.firstSeen()) >= earliest
        && entry.scope().covers(sighting.cameraId(), sighting.firstSeen())) {
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
    if (seen.tracklets() > 0) {
      floors.add(new WindowFloor(seen.tracklets(), floorOfWindow()));
      if (floors.size() > WINDOWS) {
        floors.remove();
      }
      long fullest = floors.stream().mapToLong(WindowFloor::tracklets).max().orElseThrow();
      floor =
          floors.stream()
              .filter(window -> window.tracklets() * FAR_FEWER >= fullest)
              .mapToDouble(WindowFloor::floor)
              .min()
              .orElseThrow();
    }
    best.clear();
    seen = ScoreMoments.NONE;
  }

  private double floorOfWindow() {
    if (floor <= LOWEST || best.size() >= BackgroundWindow.MOST) {
      return best.floor();
    }
    double lacking = 2.0 * BackgroundWindow.MOST / Math.max(1, best.size());
    return Math.max(LOWEST, floor - seen.deviation() * Math.log(lacking) / STEEPNESS);
  }

  /**
   * What a window has told.
   *
   * @param tracklets how many came
   * @param floor what the {@value BackgroundWindow#MOST}th has scored; the lowest score if unknown
   */
  private record WindowFloor(long tracklets, double floor) {}
}
