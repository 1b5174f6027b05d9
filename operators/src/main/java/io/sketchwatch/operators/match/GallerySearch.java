package io.sketchwatch.operators.match;

import io.sketchwatch.core.gallery.CodedQuery;
import io.sketchwatch.operators.gallery.BucketState;
import io.sketchwatch.operators.gallery.FoundPhoto;
import io.sketchwatch.operators.gallery.GalleryKey;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * Compares searches with the key groups of this subtask. Of a query that names its threshold, all
 * that reaches it is found; of one that has a budget, the best of each key group.
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
   * Lets searches meet a key group whole, all at once.
   *
   * @return how many matches were found
   */
  long search(List<PastSearch> together, int keyGroup) throws Exception {
    long before = matches;
    List<Meeting> meetings = together.stream().map(Meeting::new).toList();
    Collection<List<Meeting>> byModel =
        meetings.stream().collect(Collectors.groupingBy(Meeting::modelId)).values();
    for (GalleryKey held : buckets.of(keyGroup)) {
      for (List<Meeting> ofModel : byModel) {
        List<Meeting> asking = ofModel.stream().filter(each -> each.mayCover(held)).toList();
        if (!asking.isEmpty()) {
          keys.setCurrentKey(held);
          asking.forEach(each -> each.bucket = held);
          bucket.search(asking.get(0).modelId(), asking);
        }
      }
    }
    meetings.forEach(meeting -> meeting.finish(keyGroup));
    return matches - before;
  }

  /** A search while it meets a key group. */
  private final class Meeting implements BucketState.Searcher {

    private final PastSearch search;
    private final WatchlistEntry entry;
    private final PastBest best = new PastBest();
    private GalleryKey bucket;
    private long sightings;

    Meeting(PastSearch search) {
      this.search = search;
      this.entry = search.entry();
    }

    String modelId() {
      return entry.modelId();
    }

    boolean mayCover(GalleryKey held) {
      return entry.scope().mayCover(held.cameraId(), held.bucketStart());
    }

    private boolean hasBudget() {
      return entry.falseAlertsPerDay() != null;
    }

    @Override
    public CodedQuery query() {
      return search.query();
    }

    @Override
    public double least() {
      return hasBudget() ? Math.max(best.least(), search.floor()) : entry.threshold();
    }

    @Override
    public void found(FoundPhoto photo, double score) {
      if (!hasBudget()) {
        find(bucket.cameraId(), photo, score);
      } else if (entry.scope().covers(bucket.cameraId(), photo.evidence().firstSeen())) {
        best.add(new PastBest.Found(bucket.cameraId(), photo, score));
      }
    }

    @Override
    public void met(BucketState.Searched searched) throws Exception {
      sightings += searched.sightings();
      if (hasBudget()) {
        int tracklets = GallerySearch.this.bucket.tracklets(entry.modelId());
        search.see(bucket.bucketStart().toEpochMilli(), searched.bounds().of(tracklets));
      }
    }

    void finish(int keyGroup) {
      best.forEach(
          sighting -> {
            search.letThrough(sighting.score());
            find(sighting.cameraId(), sighting.photo(), sighting.score());
          });
      search.finish(keyGroup, sightings);
    }

    private void find(String cameraId, FoundPhoto photo, double score) {
      matches++;
      found.accept(entry, cameraId, photo, score);
    }
  }
}
