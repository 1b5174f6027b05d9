package io.sketchwatch.core.alert;

import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Media;
import java.time.Instant;
import java.util.List;

/**
 * A likely match of a query, with the evidence.
 *
 * @param alertId see {@link AlertIds}
 * @param queryId the query
 * @param queryVersion the version in force when it was sent
 * @param cameraId where
 * @param trackletId who walked by
 * @param modelId under which model
 * @param firstSeen capture time of the tracklet's first detection
 * @param lastSeen capture time of the best shot's frame or later
 * @param box of the best shot
 * @param frame of the best shot
 * @param crop of the best shot
 * @param score cosine, -1 to 1: the best of the shots
 * @param threshold in force
 * @param expectedFalseAlertsPerDay at this score; null before a calibration is known
 * @param extrapolated whether that figure comes from a fitted tail; null with it
 * @param exemplar {@code sketch}, or the confirmed photo that matched
 * @param revision 0 for the first, one more for each better shot of the same tracklet
 * @param rank 1-based place in the query's list when sent
 * @param phase whether the sighting was there before the query
 * @param shots what contributed
 */
public record Alert(
    String alertId,
    String queryId,
    long queryVersion,
    String cameraId,
    String trackletId,
    String modelId,
    Instant firstSeen,
    Instant lastSeen,
    Box box,
    FrameReference frame,
    Media crop,
    double score,
    double threshold,
    Double expectedFalseAlertsPerDay,
    Boolean extrapolated,
    String exemplar,
    int revision,
    int rank,
    Phase phase,
    List<ShotScore> shots) {

  /** What compares alerts of a query, see {@link Strength}. */
  public double strength() {
    return Strength.of(score, threshold);
  }

  /** Whether a sighting was found in the gallery or came after the query. */
  public enum Phase {
    PAST,
    LIVE
  }

  /**
   * A shot's part in the score.
   *
   * @param shot 0, 1 or 2
   * @param capturedAt its capture time
   * @param score its cosine
   */
  public record ShotScore(int shot, Instant capturedAt, double score) {}
}
