package io.sketchwatch.operators.gallery;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * How long the gallery holds what it has seen.
 *
 * @param bucketLength how much time of a camera expires at once, above zero
 * @param retention how long a bucket is held after its end, at least zero
 */
public record GalleryRetention(Duration bucketLength, Duration retention) implements Serializable {

  /** Buckets of 10 minutes. */
  public static final Duration DEFAULT_BUCKET_LENGTH = Duration.ofMinutes(10);

  public GalleryRetention {
    if (bucketLength.toMillis() < 1 || retention.isNegative()) {
      throw new IllegalArgumentException(
          "Expected buckets of at least 1 ms and a retention of at least zero, but was %s and %s"
              .formatted(bucketLength, retention));
    }
  }

  /** The bucket of a tracklet, by its first detection: the same for all its shots. */
  public Instant bucketStart(Instant firstSeen) {
    long length = bucketLength.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(firstSeen.toEpochMilli(), length) * length);
  }

  /** Whether a bucket is over for a camera that has come as far as {@code progress}. */
  public boolean expired(Instant bucketStart, Instant progress) {
    return !progress.isBefore(bucketStart.plus(bucketLength).plus(retention));
  }

  /** Longest time from a sighting to the end of its bucket's retention. */
  public Duration longest() {
    return bucketLength.plus(retention);
  }

  /** The first end of a bucket at or after a moment: where to look again, at most once a bucket. */
  public Instant nextBucket(Instant moment) {
    Instant start = bucketStart(moment);
    return start.equals(moment) ? start : start.plus(bucketLength);
  }
}
