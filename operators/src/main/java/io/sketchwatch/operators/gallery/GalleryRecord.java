package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Sighting;
import java.time.Instant;

/**
 * A sighting and its place in the gallery, or, without one, the expiry of that place.
 *
 * @param cameraId the camera
 * @param bucketStart start of the bucket, inclusive
 * @param sighting what to keep; null to forget the whole bucket
 */
public record GalleryRecord(String cameraId, Instant bucketStart, Sighting sighting) {

  /** What the match stage is keyed by. */
  public GalleryKey key() {
    return new GalleryKey(cameraId, bucketStart);
  }
}
