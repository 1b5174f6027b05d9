package io.sketchwatch.operators.match;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Lets the searches of a subtask go on in slices, the oldest first, with a pause for records and
 * barriers after each. None begins while the output takes no more: Flink gives a subtask no record
 * then, and a search would fill whatever room there comes to be.
 */
final class SearchSlices {

  private static final long PAUSE_MILLIS = 1;

  private final PastSearches searches;
  private final GallerySearch gallery;
  private final long sliceBytes;
  private final ProcessingTimeService time;
  private final BooleanSupplier outputIsFree;
  private final MatchMetrics measured;
  private final Consumer<PastSearch> report;

  private boolean sliceIsDue;

  /**
   * @param sliceBytes of codes after which a slice ends, or what costs as much
   * @param outputIsFree whether matches can be put out without waiting
   * @param report is told of a search when there is something to report
   */
  SearchSlices(
      PastSearches searches,
      GallerySearch gallery,
      long sliceBytes,
      ProcessingTimeService time,
      BooleanSupplier outputIsFree,
      MatchMetrics measured,
      Consumer<PastSearch> report) {
    this.searches = searches;
    this.gallery = gallery;
    this.sliceBytes = sliceBytes;
    this.time = time;
    this.outputIsFree = outputIsFree;
    this.measured = measured;
    this.report = report;
  }

  /** There are searches; the first slice comes at once if there were none before. */
  void begin() throws Exception {
    if (!sliceIsDue) {
      next();
    }
  }

  /** The next slice comes after the pause, if anything is left to search. */
  void schedule() {
    if (!searches.isEmpty()) {
      sliceIsDue = true;
      long due = time.getCurrentProcessingTime() + PAUSE_MILLIS;
      ScheduledFuture<?> unused = time.registerTimer(due, moment -> onPauseEnd());
    }
  }

  /** Searches all that is left. */
  void finish() throws Exception {
    search(Long.MAX_VALUE);
  }

  private void onPauseEnd() throws Exception {
    sliceIsDue = false;
    next();
  }

  private void next() throws Exception {
    if (outputIsFree.getAsBoolean()) {
      long begin = System.nanoTime();
      search(sliceBytes);
      measured.searchedSlice(Duration.ofNanos(System.nanoTime() - begin));
    }
    schedule();
  }

  private void search(long bytes) throws Exception {
    long left = bytes;
    while (left > 0 && !searches.isEmpty()) {
      PastSearch search = searches.oldest();
      left -= gallery.search(search, search.next());
      if (search.isDone()) {
        measured.searchedPast(search.age());
        searches.end(WatchlistKey.of(search.entry()));
      }
      if (search.isReportDue()) {
        report.accept(search);
      }
    }
  }
}
