package io.sketchwatch.operators.match;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Lets the searches of a subtask go on in slices, the oldest first, with a pause for records and
 * barriers after each: until no record has come for a millisecond, and at most as long as the slice
 * took, so that those who wait have half of the subtask's time. None begins while the output takes
 * no more: Flink gives a subtask no record then, and a search would fill whatever room there comes
 * to be.
 */
final class SearchSlices {

  /** Matches after which a slice ends: the stages behind may need milliseconds for them. */
  private static final long MOST_MATCHES = 128;

  private static final long SHORTEST_PAUSE_MILLIS = 1;

  private final PastSearches searches;
  private final GallerySearch gallery;
  private final long sliceMillis;
  private final ProcessingTimeService time;
  private final BooleanSupplier outputIsFree;
  private final MatchMetrics measured;
  private final Consumer<PastSearch> report;

  private boolean sliceIsDue;
  private boolean recordHasCome;
  private long longestPauseEnd;

  /**
   * @param slice time after which a slice ends
   * @param outputIsFree whether matches can be put out without waiting
   * @param report is told of a search when there is something to report
   */
  SearchSlices(
      PastSearches searches,
      GallerySearch gallery,
      Duration slice,
      ProcessingTimeService time,
      BooleanSupplier outputIsFree,
      MatchMetrics measured,
      Consumer<PastSearch> report) {
    this.searches = searches;
    this.gallery = gallery;
    this.sliceMillis = slice.toMillis();
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

  /** A record has come, and others may wait behind it. */
  void recordHasCome() {
    recordHasCome = true;
  }

  /** The next slice comes after the pause, if anything is left to search. */
  void schedule() {
    if (!searches.isEmpty()) {
      sliceIsDue = true;
      recordHasCome = false;
      long due = time.getCurrentProcessingTime() + SHORTEST_PAUSE_MILLIS;
      ScheduledFuture<?> unused = time.registerTimer(due, moment -> onPauseEnd());
    }
  }

  /** Searches all that is left. */
  void finish() throws Exception {
    while (!searches.isEmpty()) {
      step();
    }
  }

  /**
   * Puts out and tells what searches have found so far, so that a barrier leaves nothing behind.
   */
  void tell() {
    for (PastSearch search : List.copyOf(searches.all())) {
      gallery.putOut(search, Long.MAX_VALUE);
      endIfDone(search);
      if (!search.isReported()) {
        report.accept(search);
      }
    }
  }

  private void onPauseEnd() throws Exception {
    if (recordHasCome && time.getCurrentProcessingTime() < longestPauseEnd) {
      schedule();
    } else {
      sliceIsDue = false;
      next();
    }
  }

  private void next() throws Exception {
    if (outputIsFree.getAsBoolean()) {
      long begin = time.getCurrentProcessingTime();
      search(begin + sliceMillis);
      long end = time.getCurrentProcessingTime();
      longestPauseEnd = end + (end - begin);
      measured.searchedSlice(Duration.ofMillis(end - begin));
    }
    schedule();
  }

  private void search(long end) throws Exception {
    long matches = 0;
    boolean isOver = false;
    while (!searches.isEmpty() && !isOver) {
      matches += step();
      isOver = matches >= MOST_MATCHES || time.getCurrentProcessingTime() >= end;
    }
  }

  private long step() throws Exception {
    PastSearch search = searches.oldest();
    long matches =
        search.hasMetAll()
            ? gallery.putOut(search, MOST_MATCHES)
            : gallery.search(search, search.next());
    endIfDone(search);
    if (search.isReportDue()) {
      report.accept(search);
    }
    return matches;
  }

  private void endIfDone(PastSearch search) {
    if (search.isDone()) {
      measured.searchedPast(search.age());
      searches.end(WatchlistKey.of(search.entry()));
    }
  }
}
