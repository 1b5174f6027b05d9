package io.sketchwatch.jobs.evaluation;

import java.io.IOException;
import java.util.List;

/**
 * How long live alerts took while searches of the past were under way, and before.
 *
 * @param quiet milliseconds from sighting to alert before the first search, ascending
 * @param searching the same from the first search's begin to the last one's end
 * @param searches how many
 * @param span from the first one's begin to the last one's end; they go one after another
 */
record SearchDelays(List<Long> quiet, List<Long> searching, int searches, TimeSpan span) {

  /**
   * Takes the first half of what came before the searches as warm-up.
   *
   * @param alerts from sighting to alert
   * @param searches from query to end, asked for at once
   * @throws IOException if there was no search, or no alert before or during them
   */
  static SearchDelays of(List<TimeSpan> alerts, List<TimeSpan> searches) throws IOException {
    TimeSpan all =
        new TimeSpan(
            searches.stream().mapToLong(TimeSpan::begin).min().orElse(0),
            searches.stream().mapToLong(TimeSpan::end).max().orElse(0));
    List<Long> before =
        alerts.stream()
            .filter(alert -> alert.end() < all.begin())
            .sorted((one, other) -> Long.compare(one.begin(), other.begin()))
            .map(TimeSpan::millis)
            .toList();
    List<Long> quiet = before.stream().skip(before.size() / 2).sorted().toList();
    List<Long> during =
        alerts.stream().filter(all::overlaps).map(TimeSpan::millis).sorted().toList();
    if (searches.isEmpty() || quiet.isEmpty() || during.isEmpty()) {
      throw new IOException(
          "Live alerts must come before and during searches, but %d and %d came, with %d searches: measure for longer"
              .formatted(quiet.size(), during.size(), searches.size()));
    }
    return new SearchDelays(quiet, during, searches.size(), all);
  }

  double millisPerSearch() {
    return (double) span.millis() / searches;
  }

  /** The delay that a part of them does not exceed. */
  static long quantile(List<Long> ascending, double part) {
    return ascending.get((int) Math.ceil(part * ascending.size()) - 1);
  }
}
