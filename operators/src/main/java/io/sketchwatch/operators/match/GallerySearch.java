package io.sketchwatch.operators.match;

import io.sketchwatch.operators.gallery.BucketState;
import io.sketchwatch.operators.gallery.FoundPhoto;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.query.WatchlistEntry;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * Compares searches with the key groups of this subtask. Of a query that names its threshold, all
 * that reaches it is found at once; of one that has a budget, the best are held first.
 */
final class GallerySearch {

  /** Is told what is found. */
  @FunctionalInterface
  interface Found {
    void accept(WatchlistEntry entry, String cameraId, FoundPhoto photo, double score);
  }

  private final KeyContext keys;
  private final BucketIndex buckets;
  private final BucketState bucket;
  private final Found found;

  private long matches;

  /**
   * @param keys sets which bucket the state speaks of
   */
  GallerySearch(KeyContext keys, BucketIndex buckets, BucketState bucket, Found found) {
    this.keys = keys;
    this.buckets = buckets;
    this.bucket = bucket;
    this.found = found;
  }

  /**
   * Meets a key group whole.
   *
   * @return how many matches were put out
   */
  long search(PastSearch search, int keyGroup) throws Exception {
    WatchlistEntry entry = search.entry();
    long before = matches;
    long sightings = 0;
    for (GalleryKey held : buckets.of(keyGroup)) {
      if (entry.scope().mayCover(held.cameraId(), held.bucketStart())) {
        keys.setCurrentKey(held);
        sightings +=
            entry.falseAlertsPerDay() == null ? searchAll(search, held) : searchBest(search, held);
      }
    }
    search.finish(keyGroup, sightings);
    return matches - before;
  }

  /**
   * Puts out what a search holds.
   *
   * @param most how many at most
   * @return how many
   */
  long putOut(PastSearch search, long most) {
    long before = matches;
    PastBest.Found best = search.poll();
    while (best != null) {
      find(search.entry(), best.cameraId(), best.photo(), best.score());
      best = matches - before < most ? search.poll() : null;
    }
    return matches - before;
  }

  private void find(WatchlistEntry entry, String cameraId, FoundPhoto photo, double score) {
    matches++;
    found.accept(entry, cameraId, photo, score);
  }

  private long searchAll(PastSearch search, GalleryKey held) throws Exception {
    WatchlistEntry entry = search.entry();
    return bucket
        .search(
            entry.modelId(),
            search.query(),
            entry.threshold(),
            (photo, score) -> find(entry, held.cameraId(), photo, score))
        .sightings();
  }

  private long searchBest(PastSearch search, GalleryKey held) throws Exception {
    WatchlistEntry entry = search.entry();
    PastBest best = search.best();
    BucketState.Searched searched =
        bucket.search(
            entry.modelId(),
            search.query(),
            best.least(),
            (photo, score) -> {
              if (entry.scope().covers(held.cameraId(), photo.evidence().firstSeen())) {
                best.add(new PastBest.Found(held.cameraId(), photo, score));
              }
            });
    search.see(
        held.bucketStart().toEpochMilli(), searched.bounds().of(bucket.tracklets(entry.modelId())));
    if (best.isFull()) {
      putOut(search, Long.MAX_VALUE);
    }
    return searched.sightings();
  }
}
