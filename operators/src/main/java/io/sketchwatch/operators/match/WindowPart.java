package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.ScoreMoments;
import java.time.Duration;
import java.time.Instant;

/**
 * A part of what was seen in a window of 5 minutes of first detections.
 *
 * @param number the window, counted from the epoch
 * @param moments of the tracklets
 * @param floor every sighting that scored higher became a match
 */
public record WindowPart(long number, ScoreMoments moments, double floor) {

  /** How long a window is. */
  public static final Duration LENGTH = Duration.ofMinutes(5);

  /** The window of a tracklet, by its first detection. */
  public static long numberOf(Instant firstSeen) {
    return Math.floorDiv(firstSeen.toEpochMilli(), LENGTH.toMillis());
  }

  /** Start of a window, inclusive, in milliseconds. */
  public static long start(long number) {
    return number * LENGTH.toMillis();
  }

  /** The two as one. */
  public WindowPart plus(WindowPart other) {
    return new WindowPart(number, moments.plus(other.moments), Math.max(floor, other.floor));
  }
}
