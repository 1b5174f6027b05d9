package io.sketchwatch.core.tracklet;

import java.io.Serializable;

/**
 * How a {@link Tracker} decides.
 *
 * @param highConfidence detections from here on are matched first and may start a tracklet
 * @param lowConfidence detections from here on may continue a tracklet
 * @param highOverlap least overlap of a tracklet with a high detection
 * @param lowOverlap least overlap of a tracklet with a low detection
 * @param buffer by which part of their size both boxes grow on each side before they are compared:
 *     walkers of 30 pixels at few frames a second would else not overlap themselves
 * @param confirmHits detections that make a tracklet reliable
 * @param tentativeSeconds how long an unreliable tracklet outlives its last detection
 * @param lostSeconds how long a reliable one does
 */
public record TrackerSettings(
    double highConfidence,
    double lowConfidence,
    double highOverlap,
    double lowOverlap,
    double buffer,
    int confirmHits,
    double tentativeSeconds,
    double lostSeconds)
    implements Serializable {

  /**
   * For street cameras of 2 to 30 frames a second. Confidences of people and of background part
   * between 0.4 and 0.6 (NanoDet-g on CCTV with walkers of 30x75 pixels).
   */
  public static final TrackerSettings DEFAULT =
      new TrackerSettings(0.5, 0.15, 0.2, 0.4, 0.2, 3, 0.5, 2);
}
