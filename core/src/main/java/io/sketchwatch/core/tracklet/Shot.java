package io.sketchwatch.core.tracklet;

import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import java.time.Instant;

/**
 * One crop of a tracklet that is worth embedding: the first reliable one, or a clearly better one.
 *
 * @param cameraId the camera
 * @param trackletId {@code cameraId/frameId of the first detection/index in that frame}
 * @param shot 0, 1 or 2
 * @param firstSeen capture time of the tracklet's first detection
 * @param capturedAt capture time of this crop
 * @param box where, in its frame
 * @param quality 0 to 1, from size, sharpness and truncation
 * @param frame which frame
 * @param crop the pixels of the box
 */
public record Shot(
    String cameraId,
    String trackletId,
    int shot,
    Instant firstSeen,
    Instant capturedAt,
    Box box,
    double quality,
    FrameReference frame,
    Image crop) {

  /** {@code camera/tracklet/shot}: the key of {@code crops} and {@code sightings}. */
  public String key() {
    return cameraId + "/" + trackletId + "/" + shot;
  }
}
