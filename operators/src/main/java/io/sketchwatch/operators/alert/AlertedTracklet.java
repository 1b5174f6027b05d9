package io.sketchwatch.operators.alert;

import io.sketchwatch.core.alert.Alert.ShotScore;
import io.sketchwatch.core.alert.Strength;
import io.sketchwatch.core.query.Exemplar;
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
 * @param exemplar that found it, by the latest alert
 * @param score of the latest alert, the best so far of its exemplar
 * @param threshold that score had to reach
 * @param revision of the latest alert
 * @param shots that matched by this exemplar, by number
 * @param best score of each exemplar that matched
 */
public record AlertedTracklet(
    String cameraId,
    Instant firstSeen,
    String modelId,
    String exemplar,
    double score,
    double threshold,
    int revision,
    List<ShotScore> shots,
    List<ExemplarScore> best) {

  /** The state of the first release has what sketches found alone. */
  public AlertedTracklet {
    exemplar = exemplar == null ? Exemplar.SKETCH : exemplar;
    best = best == null ? List.of(new ExemplarScore(exemplar, score)) : best;
  }

  /**
   * The best that an exemplar has found of the tracklet.
   *
   * @param exemplar the sketch or a confirmed photo
   * @param score cosine, -1 to 1
   */
  public record ExemplarScore(String exemplar, double score) {}

  static AlertedTracklet first(Match match) {
    return new AlertedTracklet(
        match.cameraId(),
        match.firstSeen(),
        match.modelId(),
        match.exemplar(),
        match.score(),
        match.threshold(),
        0,
        List.of(shot(match)),
        List.of(new ExemplarScore(match.exemplar(), match.score())));
  }

  /** After another match of the same model: a revision if it is better. */
  AlertedTracklet with(Match match) {
    if (isBetter(match)) {
      return new AlertedTracklet(
          cameraId,
          firstSeen,
          modelId,
          match.exemplar(),
          match.score(),
          match.threshold(),
          revision + 1,
          shotsWith(match),
          bestWith(match));
    }
    return new AlertedTracklet(
        cameraId,
        firstSeen,
        modelId,
        exemplar,
        score,
        threshold,
        revision,
        isBySame(match) ? shotsWith(match) : shots,
        bestWith(match));
  }

  /** By the same exemplar the higher score, by another one the greater strength, if it is news. */
  private boolean isBetter(Match match) {
    return match.score() > bestBy(match.exemplar())
        && (isBySame(match) || match.strength() > strength());
  }

  private boolean isBySame(Match match) {
    return exemplar.equals(match.exemplar());
  }

  private double bestBy(String asked) {
    return best.stream()
        .filter(found -> found.exemplar().equals(asked))
        .mapToDouble(ExemplarScore::score)
        .findFirst()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private List<ExemplarScore> bestWith(Match match) {
    double highest = Math.max(match.score(), bestBy(match.exemplar()));
    return Stream.concat(
            best.stream().filter(found -> !found.exemplar().equals(match.exemplar())),
            Stream.of(new ExemplarScore(match.exemplar(), highest)))
        .toList();
  }

  private List<ShotScore> shotsWith(Match match) {
    Stream<ShotScore> others =
        isBySame(match)
            ? shots.stream().filter(shot -> shot.shot() != match.shot())
            : Stream.empty();
    return Stream.concat(others, Stream.of(shot(match)))
        .sorted(Comparator.comparingInt(ShotScore::shot))
        .toList();
  }

  /** Of the latest alert; what tracklets are ranked by. */
  double strength() {
    return Strength.of(score, threshold);
  }

  Instant lastSeen() {
    return shots.stream().map(ShotScore::capturedAt).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static ShotScore shot(Match match) {
    return new ShotScore(match.shot(), match.capturedAt(), match.score());
  }
}
