package io.sketchwatch.operators.gallery;

import java.time.Instant;

/**
 * A part of the gallery that is held and expires as one: the people that one camera first saw in
 * one stretch of time.
 *
 * @param cameraId the camera
 * @param bucketStart start of the stretch, inclusive
 */
public record GalleryKey(String cameraId, Instant bucketStart) {}
