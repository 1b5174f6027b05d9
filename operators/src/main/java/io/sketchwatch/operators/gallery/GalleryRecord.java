package io.sketchwatch.operators.gallery;

import io.sketchwatch.core.embedding.Erasure;
import io.sketchwatch.core.embedding.Sighting;
import java.time.Instant;

/**
 * A sighting and its place in the gallery, or, without one, an order to erase there, or, with
 * neither, the expiry of that place.
 *
 * @param cameraId the camera
 * @param bucketStart start of the bucket, inclusive
 * @param sighting what to keep, or null
 * @param erasure what to erase, or null
 */
public record GalleryRecord(
    String cameraId, Instant bucketStart, Sighting sighting, Erasure erasure) {

  /** A sighting to keep; null to forget the whole bucket. */
  public GalleryRecord(String cameraId, Instant bucketStart, Sighting sighting) {
    this(cameraId, bucketStart, sighting, null);
  }

  /** What the match stage is keyed by. */
  public GalleryKey key() {
    return new GalleryKey(cameraId, bucketStart);
  }
}
