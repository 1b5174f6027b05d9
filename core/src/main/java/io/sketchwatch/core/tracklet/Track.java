package io.sketchwatch.core.tracklet;

import java.time.Instant;

/**
 * A person being followed.
 *
 * @param trackletId {@code cameraId/frameId of the first detection/index in that frame}
 * @param firstSeen capture time of the first detection
 * @param lastSeen capture time of the latest detection
 * @param hits detections so far
 * @param confirmed whether it was detected often enough to be a person and not a flicker
 * @param motion where it is at the tracker's time
 */
public record Track(
    String trackletId,
    Instant firstSeen,
    Instant lastSeen,
    int hits,
    boolean confirmed,
    KalmanBox motion) {

  Track predict(double seconds) {
    return new Track(trackletId, firstSeen, lastSeen, hits, confirmed, motion.predict(seconds));
  }
}
