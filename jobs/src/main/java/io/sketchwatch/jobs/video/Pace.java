package io.sketchwatch.jobs.video;

import java.time.Duration;

/**
 * How fast frames are sent.
 *
 * @param framesPerSecond the rate of each camera; {@link Double#POSITIVE_INFINITY} for as fast as
 *     they are taken; {@link Double#NaN} for that of the video
 */
public record Pace(double framesPerSecond) {

  public static final Pace MAX = new Pace(Double.POSITIVE_INFINITY);
  public static final Pace REALTIME = new Pace(Double.NaN);

  /** Reads {@code max}, {@code realtime} or frames a second, above 0. */
  public static Pace parse(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    if (text.equals("realtime")) {
      return REALTIME;
    }
    try {
      double rate = Double.parseDouble(text);
      if (rate > 0 && Double.isFinite(rate)) {
        return new Pace(rate);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(refusal(text), e);
    }
    throw new IllegalArgumentException(refusal(text));
  }

  private static String refusal(String text) {
    return "Expected a rate of max, realtime or frames a second above 0, but was '%s'"
        .formatted(text);
  }

  /** How long after the start a frame is due. */
  public Duration due(long index, Duration position) {
    if (Double.isNaN(framesPerSecond)) {
      return position;
    }
    return Duration.ofNanos((long) (index * 1e9 / framesPerSecond));
  }
}
