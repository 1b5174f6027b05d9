package io.sketchwatch.operators.match;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.alert.Strength;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.query.Exemplar;
import io.sketchwatch.operators.gallery.Evidence;
import io.sketchwatch.operators.gallery.FoundPhoto;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Instant;
import java.util.Comparator;

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
 * @param exemplar what found it: {@link Exemplar#SKETCH}, or the name of a confirmed photo
 * @param embedding of the shot
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
    String exemplar,
    Embedding embedding,
    Double falseAlertsPerDay,
    Double expectedFalseAlertsPerDay,
    Boolean extrapolated) {

  /** By capture time; those of one moment by tracklet, shot and exemplar. */
  public static final Comparator<Match> BY_TIME =
      Comparator.comparing(Match::capturedAt)
          .thenComparing(Match::trackletId)
          .thenComparingInt(Match::shot)
          .thenComparing(Match::exemplar);

  /** The state of the first release has what sketches found alone. */
  public Match {
    exemplar = exemplar == null ? Exemplar.SKETCH : exemplar;
  }

  /** Of what a query found at a camera. */
  static Match of(
      WatchlistEntry entry, String cameraId, FoundPhoto found, double score, Phase phase) {
    Evidence evidence = found.evidence();
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
        entry.exemplar(),
        found.embedding(),
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
        exemplar,
        embedding,
        falseAlertsPerDay,
        expectedFalseAlerts,
        isExtrapolated);
  }

  /** The search that found it. */
  public WatchlistKey key() {
    return new WatchlistKey(queryId, modelId, exemplar);
  }

  /** What compares matches by different exemplars, see {@link Strength}. */
  public double strength() {
    return Strength.of(score, threshold);
  }

  /** The name of the shot: the key of its sighting, {@code camera/tracklet/shot}. */
  public String photo() {
    return ofTracklet() + shot;
  }

  /** Whether a photo of the very tracklet has found it. */
  public boolean isByItself() {
    return exemplar.startsWith(ofTracklet());
  }

  private String ofTracklet() {
    return cameraId + "/" + trackletId + "/";
  }
}
