package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.ScoreMoments;

/**
 * A part of what a search has seen of the past.
 *
 * @param searched key groups that were searched
 * @param keyGroups how many there are
 * @param found matches that were put out
 * @param moments of the tracklets
 * @param earliest start of the first bucket that held any, in milliseconds
 * @param latest start of the last
 */
public record PastPart(
    int searched, int keyGroups, long found, ScoreMoments moments, long earliest, long latest) {

  /** Of nothing. */
  public static final PastPart NONE =
      new PastPart(0, 0, 0, ScoreMoments.NONE, Long.MAX_VALUE, Long.MIN_VALUE);

  /** The two as one. */
  public PastPart plus(PastPart other) {
    return new PastPart(
        searched + other.searched,
        Math.max(keyGroups, other.keyGroups),
        found + other.found,
        moments.plus(other.moments),
        Math.min(earliest, other.earliest),
        Math.max(latest, other.latest));
  }

  /** Whether all was searched. */
  public boolean isWhole() {
    return searched > 0 && searched == keyGroups;
  }
}
