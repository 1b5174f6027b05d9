package io.sketchwatch.operators.model;

import io.sketchwatch.core.tracklet.Shot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The tracklets that a model has missed shots of, and so misses to their ends: of each camera all
 * that begin no later than the latest of these. One time a camera.
 */
final class MissedTracklets {

  private final Map<String, Instant> latest = new HashMap<>();

  void add(Shot shot) {
    latest.merge(
        shot.cameraId(), shot.firstSeen(), (held, seen) -> seen.isAfter(held) ? seen : held);
  }

  boolean hold(Shot shot) {
    Instant missed = latest.get(shot.cameraId());
    return missed != null && !shot.firstSeen().isAfter(missed);
  }
}
