package io.sketchwatch.operators.match;

import io.sketchwatch.core.alert.Alert.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What a subtask measures of its matching: {@code gallery.sightings} and {@code gallery.buckets} it
 * holds, {@code search.pending} that have not met all of its gallery, {@code search.sliceMs} and
 * {@code search.pastMs} that a slice and a whole search took, and {@code match.phase.found}.
 */
final class MatchMetrics {

  private static final int WINDOW = 1000;

  private final Histogram sliceMs;
  private final Histogram pastMs;
  private final Map<Phase, Counter> found = new EnumMap<>(Phase.class);

  MatchMetrics(MetricGroup operator, HeldBuckets held, BucketIndex buckets, PastSearches searches) {
    MetricGroup gallery = operator.addGroup("gallery");
    gallery.gauge("sightings", (Gauge<Long>) held::sightings);
    gallery.gauge("buckets", (Gauge<Integer>) buckets::size);
    MetricGroup search = operator.addGroup("search");
    search.gauge("pending", (Gauge<Integer>) searches::size);
    sliceMs = search.histogram("sliceMs", new DescriptiveStatisticsHistogram(WINDOW));
    pastMs = search.histogram("pastMs", new DescriptiveStatisticsHistogram(WINDOW));
    MetricGroup match = operator.addGroup("match");
    for (Phase phase : Phase.values()) {
      found.put(phase, match.addGroup("phase", phase.name()).counter("found"));
    }
  }

  void searchedSlice(Duration time) {
    sliceMs.update(time.toMillis());
  }

  /** A search has caught up with the gallery. */
  void searchedPast(Duration time) {
    pastMs.update(time.toMillis());
  }

  void found(Phase phase) {
    found.get(phase).inc();
  }
}
