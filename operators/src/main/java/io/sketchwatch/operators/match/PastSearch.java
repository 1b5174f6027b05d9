package io.sketchwatch.operators.match;

import io.sketchwatch.core.calibration.ScoreMoments;
import io.sketchwatch.core.gallery.CodedQuery;
import io.sketchwatch.operators.query.SearchProgress;
import io.sketchwatch.operators.query.WatchlistEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A search of the past that has not caught up with the gallery of this subtask. */
final class PastSearch {

  /** A search is reported whenever it has come so much further, of this subtask's part. */
  private static final double REPORTED_STEP = 0.1;

  private final WatchlistEntry entry;
  private final CodedQuery query;
  private final PastBest best;
  private final BitSet pending = new BitSet();
  private final long begin = System.nanoTime();

  private int total;
  private int unreported;
  private long unreportedSightings;
  private long untoldMatches;
  private PastPart untold = PastPart.NONE;

  PastSearch(WatchlistEntry entry) {
    this.entry = entry;
    this.query = new CodedQuery(entry.embedding());
    this.best = entry.falseAlertsPerDay() == null ? null : new PastBest(entry.falseAlertsPerDay());
  }

  WatchlistEntry entry() {
    return entry;
  }

  CodedQuery query() {
    return query;
  }

  /** What was found for a budget; null if the query has none. */
  PastBest best() {
    return best;
  }

  /** Takes out one of the best, which is put out next; null if none is held. */
  PastBest.Found poll() {
    PastBest.Found found = best == null ? null : best.poll();
    if (found != null) {
      untoldMatches++;
    }
    return found;
  }

  /** Wall time since it began, or began anew after a failure. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Has the key groups from first to last, inclusive, to meet. */
  void add(int first, int last) {
    pending.set(first, last + 1);
    total = pending.cardinality();
  }

  boolean isPending(int keyGroup) {
    return pending.get(keyGroup);
  }

  boolean hasMetAll() {
    return pending.isEmpty();
  }

  /** Whether all is met and put out. */
  boolean isDone() {
    return pending.isEmpty() && (best == null || best.isEmpty());
  }

  int next() {
    return pending.nextSetBit(0);
  }

  /** A key group has been met. */
  void finish(int keyGroup, long sightings) {
    pending.clear(keyGroup);
    unreported++;
    unreportedSightings += sightings;
  }

  /** Tracklets of a bucket have been met. */
  void see(long bucketStart, ScoreMoments moments) {
    untold = untold.plus(new PastPart(0, 0, 0, moments, bucketStart, bucketStart));
  }

  /** What was seen since the last report, which comes next. */
  BackgroundPart background(int parts) {
    PastPart past =
        untold.plus(
            new PastPart(
                unreported,
                parts,
                untoldMatches,
                ScoreMoments.NONE,
                Long.MAX_VALUE,
                Long.MIN_VALUE));
    untold = PastPart.NONE;
    untoldMatches = 0;
    return BackgroundPart.of(entry, null, past);
  }

  /** Whether there is enough to tell; the last key groups come with all that was found. */
  boolean isReportDue() {
    return isDone() || (!hasMetAll() && unreported >= total * REPORTED_STEP);
  }

  boolean isReported() {
    return unreported == 0 && untoldMatches == 0;
  }

  /** What was done since the last report. */
  SearchProgress report(int parts) {
    SearchProgress progress =
        new SearchProgress(
            entry.queryId(),
            entry.version(),
            entry.modelId(),
            unreported,
            parts,
            unreportedSightings,
            entry.threshold(),
            null);
    unreported = 0;
    unreportedSightings = 0;
    return progress;
  }

  /** What is left, as stored. */
  List<PendingParts> pendingParts() {
    List<PendingParts> parts = new ArrayList<>();
    for (int first = next();
        first >= 0;
        first = pending.nextSetBit(parts.get(parts.size() - 1).last() + 1)) {
      int last = pending.nextClearBit(first) - 1;
      parts.add(new PendingParts(entry.queryId(), entry.modelId(), entry.exemplar(), first, last));
    }
    return parts;
  }
}
