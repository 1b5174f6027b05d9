package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.calibration.Calibration;
import io.sketchwatch.core.calibration.ScoreBackground;
import io.sketchwatch.jobs.evaluation.CalibrationBenchmark.Traffic;
import io.sketchwatch.operators.calibration.CalibrateFunction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * A query whose threshold follows a simulated background, as late as {@link CalibrateFunction}'s.
 */
final class SimulatedQuery {

  private final SimulatedBackground people;
  private final Traffic traffic;

  private ScoreBackground background = ScoreBackground.EMPTY;
  private final Deque<Calibration> ahead = new ArrayDeque<>();

  SimulatedQuery(SimulatedBackground people, Traffic traffic) {
    this.people = people;
    this.traffic = traffic;
  }

  /**
   * Lets a window pass, then learns from it.
   *
   * @return how many people who are not the target reached the threshold in force; all, before
   *     there is one
   */
  long watch(TrafficShift shift) {
    double[] scores = people.window(traffic.trackletsPerDay(), shift);
    double threshold = threshold();
    long reaching = 0;
    for (double score : scores) {
      reaching += score >= threshold ? 1 : 0;
    }
    background = background.with(people.seen(scores), traffic.budget());
    if (background.calibration().isPresent()) {
      ahead.add(background.calibration().get());
    }
    if (ahead.size() > CalibrateFunction.AHEAD) {
      ahead.remove();
    }
    return reaching;
  }

  /** How likely somebody is to reach the threshold in force, by so many held-out scores. */
  double exceedance(TrafficShift shift, int heldOut) {
    double threshold = threshold();
    return (double) IntStream.range(0, heldOut).filter(i -> people.next(shift) >= threshold).count()
        / heldOut;
  }

  private double threshold() {
    return ahead.isEmpty() ? Double.NEGATIVE_INFINITY : ahead.element().threshold(traffic.budget());
  }
}
