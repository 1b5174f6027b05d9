package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.calibration.BackgroundWindow;
import io.sketchwatch.core.calibration.ScoreMoments;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What one query scores of the people who walk by, with a place and a spread of its own, and its
 * target among them three times a day.
 */
final class SimulatedBackground {

  /** Length of a window. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** Windows of a day. */
  static final int WINDOWS = (int) Duration.ofDays(1).dividedBy(WINDOW);

  private static final double TARGETS_PER_DAY = 3;

  private final ScoreFamily family;
  private final SplittableRandom random;
  private final double place;
  private final double spread;

  SimulatedBackground(ScoreFamily family, long seed) {
    this.family = family;
    this.random = new SplittableRandom(seed);
    this.place = 0.05 * random.nextGaussian();
    this.spread = random.nextDouble(0.7, 1.3);
  }

  /** The score of somebody who is not the target. */
  double next(TrafficShift shift) {
    double score =
        shift.crowd() > 0 && random.nextDouble() < shift.crowd()
            ? 0.5 + 0.05 * random.nextGaussian()
            : family.next(random);
    double own = place + TrafficShift.CENTRE + spread * (score - TrafficShift.CENTRE);
    return own + shift.offset() + (shift.spread() - 1) * (own - place - TrafficShift.CENTRE);
  }

  /** The scores of a window's people, without the target. */
  double[] window(double trackletsPerDay, TrafficShift shift) {
    double[] scores = new double[poisson(trackletsPerDay * shift.rate() / WINDOWS)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = next(shift);
    }
    return scores;
  }

  /** What is seen of a window, the target included. */
  BackgroundWindow seen(double[] others) {
    int targets = poisson(TARGETS_PER_DAY / WINDOWS);
    double[] scores = new double[others.length + targets];
    System.arraycopy(others, 0, scores, 0, others.length);
    ScoreMoments moments = ScoreMoments.NONE;
    for (int i = 0; i < scores.length; i++) {
      if (i >= others.length) {
        scores[i] = 0.9 + 0.02 * random.nextGaussian();
      }
      moments = moments.plus(scores[i]);
    }
    return BackgroundWindow.of(WINDOW.toMillis(), moments, scores, Double.NEGATIVE_INFINITY);
  }

  /** By adding up exponential waiting times. */
  private int poisson(double mean) {
    int count = -1;
    for (double waited = 0; waited <= mean; count++) {
      waited -= Math.log(1 - random.nextDouble());
    }
    return count;
  }
}
