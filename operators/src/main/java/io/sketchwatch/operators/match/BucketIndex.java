package io.sketchwatch.operators.match;

import io.sketchwatch.operators.gallery.GalleryKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Which buckets this subtask holds, by key group; in memory, made anew from the state. */
final class BucketIndex {

  private final int maxParallelism;
  private final Map<Integer, Set<GalleryKey>> buckets = new HashMap<>();

  BucketIndex(int maxParallelism) {
    this.maxParallelism = maxParallelism;
  }

  int keyGroup(GalleryKey bucket) {
    return KeyGroupRangeAssignment.assignToKeyGroup(bucket, maxParallelism);
  }

  void add(GalleryKey bucket) {
    buckets.computeIfAbsent(keyGroup(bucket), group -> new LinkedHashSet<>()).add(bucket);
  }

  void remove(GalleryKey bucket) {
    of(keyGroup(bucket)).remove(bucket);
  }

  int size() {
    return buckets.values().stream().mapToInt(Set::size).sum();
  }

  Set<GalleryKey> of(int keyGroup) {
    return buckets.getOrDefault(keyGroup, Set.of());
  }
}
