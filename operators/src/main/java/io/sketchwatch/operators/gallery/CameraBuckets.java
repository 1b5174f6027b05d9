package io.sketchwatch.operators.gallery;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a camera has come and which buckets are held of it.
 *
 * @param progress the latest capture time of its sightings
 * @param arrival wall clock of its last sighting
 * @param held starts of the buckets that hold something
 */
public record CameraBuckets(Instant progress, Instant arrival, List<Instant> held) {

  static final CameraBuckets NONE = new CameraBuckets(Instant.MIN, Instant.MIN, List.of());

  CameraBuckets advanceTo(Instant captureTime, Instant arrivedAt) {
    return new CameraBuckets(later(captureTime, progress), later(arrivedAt, arrival), held);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  CameraBuckets hold(Instant bucket) {
    return held.contains(bucket)
        ? this
        : new CameraBuckets(
            progress, arrival, Stream.concat(held.stream(), Stream.of(bucket)).toList());
  }

  /** Whether a bucket is held, or is still to come. */
  boolean mayHold(Instant bucket, GalleryRetention retention) {
    return held.contains(bucket) || bucket.isAfter(retention.bucketStart(progress));
  }

  List<Instant> expired(GalleryRetention retention) {
    return held.stream().filter(bucket -> retention.expired(bucket, progress)).toList();
  }

  CameraBuckets without(List<Instant> buckets) {
    return buckets.isEmpty()
        ? this
        : new CameraBuckets(
            progress, arrival, held.stream().filter(bucket -> !buckets.contains(bucket)).toList());
  }
}
