package io.sketchwatch.operators.alert;

import io.sketchwatch.core.alert.Alert.ShotScore;
import io.sketchwatch.operators.match.Match;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a query has alerted on one tracklet.
 *
 * @param cameraId where
 * @param firstSeen capture time of its first detection
 * @param modelId under which model; others' scores don't compare
 * @param score of the latest alert, the best so far
 * @param revision of the latest alert
 * @param shots that matched, by number
 */
public record AlertedTracklet(
    String cameraId,
    Instant firstSeen,
    String modelId,
    double score,
    int revision,
    List<ShotScore> shots) {

  static AlertedTracklet first(Match match) {
    return new AlertedTracklet(
        match.cameraId(),
        match.firstSeen(),
        match.modelId(),
        match.score(),
        0,
        List.of(shot(match)));
  }

  /** After another match of the same model: a revision if it is better. */
  AlertedTracklet with(Match match) {
    boolean better = match.score() > score;
    List<ShotScore> others = shots.stream().filter(shot -> shot.shot() != match.shot()).toList();
    return new AlertedTracklet(
        cameraId,
        firstSeen,
        modelId,
        better ? match.score() : score,
        better ? revision + 1 : revision,
        Stream.concat(others.stream(), Stream.of(shot(match)))
            .sorted(Comparator.comparingInt(ShotScore::shot))
            .toList());
  }

  Instant lastSeen() {
    return shots.stream().map(ShotScore::capturedAt).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static ShotScore shot(Match match) {
    return new ShotScore(match.shot(), match.capturedAt(), match.score());
  }
}
