package io.sketchwatch.jobs.report;

import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.jobs.report.DemoResult.Match;
import io.sketchwatch.jobs.report.DemoResult.Search;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * When the matches were seen, a lane a camera, on one axis of capture time. Public for the template
 * engine only.
 *
 * @param from left end of the axis; null if there is nothing to show
 * @param to right end
 * @param lanes one a camera, by name
 */
public record Timeline(Instant from, Instant to, List<Lane> lanes) {

  /**
   * One camera.
   *
   * @param cameraId its name
   * @param marks the matches of all searches
   */
  public record Lane(String cameraId, List<Mark> marks) {}

  /**
   * A match on the axis.
   *
   * @param left its start, in percent of the axis
   * @param width its length, in percent
   * @param alerted whether its score reaches the threshold
   * @param match what was seen
   * @param queryId which search it belongs to
   */
  public record Mark(double left, double width, boolean alerted, Match match, String queryId) {}

  private static final double LEAST_WIDTH = 0.6;

  static Timeline of(DemoResult result) {
    Instant from = instants(result).min(Comparator.naturalOrder()).orElse(null);
    Instant to = instants(result).max(Comparator.naturalOrder()).orElse(null);
    List<String> cameras =
        Stream.concat(
                result.coverage().stream().map(Coverage::cameraId),
                matches(result).map(Match::cameraId))
            .distinct()
            .sorted()
            .toList();
    Timeline empty = new Timeline(from, to, List.of());
    return new Timeline(from, to, cameras.stream().map(c -> empty.lane(c, result)).toList());
  }

  private static Stream<Instant> instants(DemoResult result) {
    return Stream.concat(
            result.coverage().stream().flatMap(c -> Stream.of(c.from(), c.to())),
            matches(result).flatMap(m -> Stream.of(m.firstSeen(), m.lastSeen())))
        .filter(Objects::nonNull);
  }

  private static Stream<Match> matches(DemoResult result) {
    return result.searches().stream().flatMap(search -> search.matches().stream());
  }

  private Lane lane(String cameraId, DemoResult result) {
    List<Mark> marks = new ArrayList<>();
    for (Search search : result.searches()) {
      for (Match match : search.matches()) {
        if (match.cameraId().equals(cameraId)) {
          marks.add(mark(match, search));
        }
      }
    }
    return new Lane(cameraId, marks);
  }

  private Mark mark(Match match, Search search) {
    double left = percent(match.firstSeen());
    double width = Math.max(LEAST_WIDTH, percent(match.lastSeen()) - left);
    return new Mark(
        Math.min(left, 100 - width),
        width,
        match.score() >= search.threshold(),
        match,
        search.queryId());
  }

  private double percent(Instant instant) {
    double whole = Math.max(1, Duration.between(from, to).toMillis());
    return 100 * Duration.between(from, instant).toMillis() / whole;
  }
}
