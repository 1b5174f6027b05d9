package io.sketchwatch.operators.gallery;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a camera has come and which buckets are held of it.
 *
 * @param progress the latest capture time of its sightings
 * @param held starts of the buckets that hold something
 */
public record CameraBuckets(Instant progress, List<Instant> held) {

  static final CameraBuckets NONE = new CameraBuckets(Instant.MIN, List.of());

  CameraBuckets advanceTo(Instant captureTime) {
    return captureTime.isAfter(progress) ? new CameraBuckets(captureTime, held) : this;
  }

  CameraBuckets hold(Instant bucket) {
    return held.contains(bucket)
        ? this
        : new CameraBuckets(progress, Stream.concat(held.stream(), Stream.of(bucket)).toList());
  }

  List<Instant> expired(GalleryRetention retention) {
    return held.stream().filter(bucket -> retention.expired(bucket, progress)).toList();
  }

  CameraBuckets without(List<Instant> buckets) {
    return buckets.isEmpty()
        ? this
        : new CameraBuckets(
            progress, held.stream().filter(bucket -> !buckets.contains(bucket)).toList());
  }
}
