package io.sketchwatch.jobs.demo;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Sighting;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A tracklet and its score for a sketch.
 *
 * @param trackletId who
 * @param cameraId where
 * @param firstSeen capture time of the first detection
 * @param lastSeen capture time of the last shot
 * @param score cosine of the best shot, -1 to 1
 * @param crop the best shot
 */
public record RankedTracklet(
    String trackletId,
    String cameraId,
    Instant firstSeen,
    Instant lastSeen,
    double score,
    CropReference crop) {

  static RankedTracklet of(List<Sighting> shots, Embedding sketch) {
    Sighting best =
        shots.stream()
            .max(Comparator.comparingDouble(shot -> shot.embedding().score(sketch)))
            .orElseThrow();
    Instant last =
        shots.stream().map(Sighting::lastSeen).max(Comparator.naturalOrder()).orElseThrow();
    return new RankedTracklet(
        best.trackletId(),
        best.cameraId(),
        best.firstSeen(),
        last,
        best.embedding().score(sketch),
        best.crop());
  }
}
