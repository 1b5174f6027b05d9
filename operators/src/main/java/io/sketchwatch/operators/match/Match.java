package io.sketchwatch.operators.match;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * A sighting that scored at least a query's threshold.
 *
 * @param queryId the query
 * @param queryVersion the version that matched
 * @param modelId under which model
 * @param cameraId where
 * @param trackletId who
 * @param shot 0, 1 or 2
 * @param score cosine, -1 to 1
 * @param threshold the score it had to reach
 * @param phase whether the sighting was there before the query
 * @param cooldownMillis least time between alerts of one camera; 0 for none
 * @param firstSeen capture time of the tracklet's first detection
 * @param capturedAt capture time of the shot
 * @param box where, in its frame
 * @param frame which frame
 * @param crop the stored picture; null if none is kept
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
    CropReference crop) {

  /** Compares a sighting with an entry: empty unless the entry is for it and the score suffices. */
  static Optional<Match> of(WatchlistEntry entry, Sighting sighting, Phase phase) {
    if (entry.paused()
        || !entry.modelId().equals(sighting.modelId())
        || !entry.scope().covers(sighting)) {
      return Optional.empty();
    }
    double score = entry.embedding().score(sighting.embedding());
    return score >= entry.threshold()
        ? Optional.of(found(entry, sighting, score, phase))
        : Optional.empty();
  }

  private static Match found(WatchlistEntry entry, Sighting sighting, double score, Phase phase) {
    return new Match(
        entry.queryId(),
        entry.version(),
        entry.modelId(),
        sighting.cameraId(),
        sighting.trackletId(),
        sighting.shot(),
        score,
        entry.threshold(),
        phase,
        entry.cooldownMillis(),
        sighting.firstSeen(),
        sighting.lastSeen(),
        sighting.box(),
        sighting.frame(),
        sighting.crop());
  }
}
