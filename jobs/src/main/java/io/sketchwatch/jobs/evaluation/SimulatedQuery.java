package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.calibration.Calibration;
import io.sketchwatch.core.calibration.ScoreBackground;
import io.sketchwatch.jobs.evaluation.CalibrationBenchmark.Traffic;
import java.util.stream.IntStream;

/** A query whose threshold follows a simulated background. */
final class SimulatedQuery {

  private final SimulatedBackground people;
  private final Traffic traffic;

  private ScoreBackground background = ScoreBackground.EMPTY;
  private Calibration calibration;

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
    calibration = background.calibration().orElse(calibration);
    return reaching;
  }

  /** How likely somebody is to reach the threshold in force, by so many held-out scores. */
  double exceedance(TrafficShift shift, int heldOut) {
    double threshold = threshold();
    return (double) IntStream.range(0, heldOut).filter(i -> people.next(shift) >= threshold).count()
        / heldOut;
  }

  private double threshold() {
    return calibration == null ? Double.NEGATIVE_INFINITY : calibration.threshold(traffic.budget());
  }
}
