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

  /**
   * How long after its end a window closes, and with it what may still be told of it: tracklets of
   * cameras that lag behind others by less are counted.
   */
  public static final Duration ALLOWED_LATENESS = LENGTH.dividedBy(2);

  /** The window of a tracklet, by its first detection. */
  public static long numberOf(Instant firstSeen) {
    return numberOf(firstSeen.toEpochMilli());
  }

  /** The window of a moment, in milliseconds. */
  static long numberOf(long millis) {
    return Math.floorDiv(millis, LENGTH.toMillis());
  }

  /** Start of a window, inclusive, in milliseconds. */
  public static long start(long number) {
    return number * LENGTH.toMillis();
  }

  /** The watermark that closes a window, in milliseconds. */
  public static long closesAt(long number) {
    return start(number + 1) + ALLOWED_LATENESS.toMillis();
  }

  /** The last window that a watermark closes. */
  static long lastClosedBy(long watermark) {
    return numberOf(watermark - ALLOWED_LATENESS.toMillis()) - 1;
  }

  /** The two as one. */
  public WindowPart plus(WindowPart other) {
    return new WindowPart(number, moments.plus(other.moments), Math.max(floor, other.floor));
  }
}
