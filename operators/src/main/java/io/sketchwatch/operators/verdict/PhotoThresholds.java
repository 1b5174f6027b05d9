package io.sketchwatch.operators.verdict;

import io.sketchwatch.operators.match.Match;
import java.io.Serializable;
import java.util.Map;

/**
 * How alike two photos have to be, until scores of photos are calibrated by themselves.
 *
 * <p>What a manifest tells is how sketches score with photos of other people. Photos of different
 * people score higher, by about one step of those quantiles, so the rules are made of the highest
 * one, {@value #PROBABILITY}. Without it they are conservative guesses.
 *
 * @param background the score that so many pairs of a sketch and another person's photo stay under;
 *     null if it is not known
 */
public record PhotoThresholds(Double background) implements Serializable {

  private static final double PROBABILITY = 0.9999;
  private static final double ALIKE_UNKNOWN = 0.95;

  /**
   * By a model's manifest.
   *
   * @param backgroundQuantiles probability as text to score
   */
  public static PhotoThresholds of(Map<String, Double> backgroundQuantiles) {
    return new PhotoThresholds(
        backgroundQuantiles.entrySet().stream()
            .filter(quantile -> Double.parseDouble(quantile.getKey()) == PROBABILITY)
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null));
  }

  /**
   * The score that a photo must reach with a confirmed one: the background quantile, else half way
   * from the sketch's threshold to 1.
   */
  public double forExemplar(double sketchThreshold) {
    return background == null ? (1 + sketchThreshold) / 2 : background;
  }

  /**
   * The score from which on two photos are taken to show one person, so that what was said of the
   * one holds for the other: two fifths of the way from the background quantile to 1. Wrongly
   * silencing the wanted person is worse than another false alert.
   */
  public double alike() {
    return background == null ? ALIKE_UNKNOWN : background + (1 - background) * 2 / 5;
  }

  /**
   * Whether a match shows somebody who was rejected: whether the judged photo that is most like it
   * is a rejected one, and alike.
   */
  boolean isOfRejected(Match match, Iterable<JudgedTracklet> judged) {
    double rejected = -1;
    double confirmed = -1;
    for (JudgedTracklet tracklet : judged) {
      double score = tracklet.photo() == null ? -1 : tracklet.photo().score(match);
      if (tracklet.isConfirmed()) {
        confirmed = Math.max(confirmed, score);
      } else {
        rejected = Math.max(rejected, score);
      }
    }
    return rejected >= alike() && rejected > confirmed;
  }
}
