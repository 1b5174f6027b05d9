package io.sketchwatch.operators.match;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.operators.gallery.Evidence;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Instant;

/**
 * A sighting that scored at least a query's threshold, or, before it is calibrated, one that may.
 *
 * @param queryId the query
 * @param queryVersion the version that matched
 * @param modelId under which model
 * @param cameraId where
 * @param trackletId who
 * @param shot 0, 1 or 2
 * @param score cosine, -1 to 1
 * @param threshold the score it had to reach
 * @param phase PAST if the search of the past found it, LIVE if it came after that search
 * @param cooldownMillis least time between alerts of one camera; 0 for none
 * @param firstSeen capture time of the tracklet's first detection
 * @param capturedAt capture time of the shot
 * @param box where, in its frame
 * @param frame which frame
 * @param crop the stored picture; null if none is kept
 * @param falseAlertsPerDay the query's budget; null if its threshold is named
 * @param expectedFalseAlertsPerDay at this score; null before a calibration is known
 * @param extrapolated whether that figure comes from a fitted tail; null with it
 */
public record Match(
    String queryId,
    long queryVersion,
    String modelId,
    String cameraId,
    String trackletId,
    int shot,
    double score,
    double threshold,
    Phase phase,
    long cooldownMillis,
    Instant firstSeen,
    Instant capturedAt,
    Box box,
    FrameReference frame,
    CropReference crop,
    Double falseAlertsPerDay,
    Double expectedFalseAlertsPerDay,
    Boolean extrapolated) {

  /** Of a query whose threshold is named. */
  public Match(
      String queryId,
      long queryVersion,
      String modelId,
      String cameraId,
      String trackletId,
      int shot,
      double score,
      double threshold,
      Phase phase,
      long cooldownMillis,
      Instant firstSeen,
      Instant capturedAt,
      Box box,
      FrameReference frame,
      CropReference crop) {
    this(
        queryId,
        queryVersion,
        modelId,
        cameraId,
        trackletId,
        shot,
        score,
        threshold,
        phase,
        cooldownMillis,
        firstSeen,
        capturedAt,
        box,
        frame,
        crop,
        null,
        null,
        null);
  }

  /** Of what a query found at a camera. */
  static Match of(
      WatchlistEntry entry, String cameraId, Evidence evidence, double score, Phase phase) {
    return new Match(
        entry.queryId(),
        entry.version(),
        entry.modelId(),
        cameraId,
        evidence.trackletId(),
        evidence.shot(),
        score,
        entry.threshold(),
        phase,
        entry.cooldownMillis(),
        evidence.firstSeen(),
        evidence.lastSeen(),
        evidence.box(),
        evidence.frame(),
        evidence.crop(),
        entry.falseAlertsPerDay(),
        null,
        null);
  }

  /** The same, judged by what scores are known to mean. */
  public Match judged(double inForce, Double expectedFalseAlerts, Boolean isExtrapolated) {
    return new Match(
        queryId,
        queryVersion,
        modelId,
        cameraId,
        trackletId,
        shot,
        score,
        inForce,
        phase,
        cooldownMillis,
        firstSeen,
        capturedAt,
        box,
        frame,
        crop,
        falseAlertsPerDay,
        expectedFalseAlerts,
        isExtrapolated);
  }
}
