package io.sketchwatch.core.tracklet;

import java.time.Instant;
import java.util.List;

/**
 * What a tracker knows of one camera between two frames: all of it, so that it can be kept and
 * restored. Grows with the people seen in the last seconds.
 *
 * @param time capture time of the latest frame, or null before the first
 * @param tracks who is followed
 */
public record TrackerState(Instant time, List<Track> tracks) {

  public static final TrackerState EMPTY = new TrackerState(null, List.of());
}
