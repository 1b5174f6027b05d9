/**
 * Where sightings are kept: by camera and time bucket, each camera expiring by its own time. {@link
 * io.sketchwatch.operators.gallery.BucketSightingsFunction} names the bucket; the match stage,
 * keyed by it, holds what is inside.
 */
package io.sketchwatch.operators.gallery;
