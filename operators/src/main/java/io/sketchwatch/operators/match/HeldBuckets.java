package io.sketchwatch.operators.match;

import io.sketchwatch.operators.gallery.BucketState;
import io.sketchwatch.operators.gallery.ErasedPart;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.gallery.GalleryRecord;
import java.util.List;

/**
 * What this subtask holds of the gallery, as records change it; the current key is the record's.
 */
final class HeldBuckets {

  private final BucketState bucket;
  private final BucketIndex buckets;
  private final boolean kept;
  private long sightings;

  /**
   * @param kept whether anything is to be held
   */
  HeldBuckets(BucketState bucket, BucketIndex buckets, boolean kept) {
    this.bucket = bucket;
    this.buckets = buckets;
    this.kept = kept;
  }

  /** Counts in the current key's bucket, which was stored, or clears it. */
  void restore(GalleryKey key) throws Exception {
    if (!kept) {
      bucket.clear();
      return;
    }
    buckets.add(key);
    sightings += bucket.sightings();
  }

  /** How many there are, of all models. */
  long sightings() {
    return sightings;
  }

  /**
   * Keeps a sighting, if any are kept, or forgets its bucket where there is none.
   *
   * @return whether a sighting is new, as each is where none are kept
   */
  boolean take(GalleryRecord record) throws Exception {
    if (record.sighting() == null) {
      forget(record.key());
      return false;
    }
    if (!kept) {
      return true;
    }
    if (!bucket.append(record.sighting())) {
      return false;
    }
    buckets.add(record.key());
    sightings++;
    return true;
  }

  /** Erases what the record's order covers. */
  ErasedPart erase(GalleryRecord record) throws Exception {
    List<String> erased = bucket.erase(record.cameraId(), record.erasure());
    sightings -= erased.size();
    if (bucket.sightings() == 0) {
      forget(record.key());
    }
    return ErasedPart.answered(record.erasure().erasureId(), record.cameraId(), erased);
  }

  private void forget(GalleryKey key) throws Exception {
    sightings -= bucket.sightings();
    bucket.clear();
    buckets.remove(key);
  }
}
