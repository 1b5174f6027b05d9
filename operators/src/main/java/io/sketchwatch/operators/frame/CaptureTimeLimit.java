package io.sketchwatch.operators.frame;

import java.io.Serializable;
import java.time.Instant;

/**
 * Which capture times are believed: the calendar's (1970 to 9999), and, for live cameras, none
 * further ahead of the wall clock than a limit, so that one wrong clock can't drag event time
 * along.
 *
 * @param maxAheadMillis how far ahead of the wall clock is allowed; {@link #OFF} for recorded files
 */
public record CaptureTimeLimit(long maxAheadMillis) implements Serializable {

  /** The value that turns the comparison with the wall clock off. */
  public static final long OFF = -1;

  /** For live cameras: a minute. */
  public static final CaptureTimeLimit LIVE = new CaptureTimeLimit(60_000);

  /** For files, whose time has nothing to do with now. */
  public static final CaptureTimeLimit FILES = new CaptureTimeLimit(OFF);

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  public CaptureTimeLimit {
    if (maxAheadMillis < OFF) {
      throw new IllegalArgumentException(
          "The limit must be zero or more milliseconds, or %d for none, but was %d"
              .formatted(OFF, maxAheadMillis));
    }
  }

  /** Whether the wall clock bounds capture times at all. */
  public boolean isBound() {
    return maxAheadMillis != OFF;
  }

  /** Whether a capture time is believed at this wall clock time (milliseconds since 1970). */
  public boolean allows(Instant captureTime, long now) {
    return !captureTime.isBefore(Instant.EPOCH)
        && !captureTime.isAfter(isBound() ? Instant.ofEpochMilli(now + maxAheadMillis) : LAST);
  }
}
