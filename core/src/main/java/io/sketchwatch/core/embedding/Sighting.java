package io.sketchwatch.core.embedding;

import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import java.time.Instant;

/**
 * A tracklet's embedding as stored in the gallery; one a shot and model.
 *
 * @param cameraId the camera
 * @param trackletId {@code cameraId/frameId of the first detection/index in that frame}
 * @param shot 0, 1 or 2
 * @param firstSeen capture time of the tracklet's first detection
 * @param lastSeen capture time of this shot
 * @param box where, in its frame
 * @param quality 0 to 1
 * @param frame which frame
 * @param modelId which model embedded it
 * @param embedding L2-normalised
 * @param crop the stored picture
 */
public record Sighting(
    String cameraId,
    String trackletId,
    int shot,
    Instant firstSeen,
    Instant lastSeen,
    Box box,
    double quality,
    FrameReference frame,
    String modelId,
    Embedding embedding,
    CropReference crop) {

  /** {@code camera/tracklet/shot}: the key of {@code crops} and {@code sightings}. */
  public String key() {
    return cameraId + "/" + trackletId + "/" + shot;
  }

  /** The same shot as another model sees it. */
  public Sighting embeddedBy(String otherModel, Embedding other) {
    return new Sighting(
        cameraId,
        trackletId,
        shot,
        firstSeen,
        lastSeen,
        box,
        quality,
        frame,
        otherModel,
        other,
        crop);
  }
}
