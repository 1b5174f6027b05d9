package io.sketchwatch.jobs.report;

import io.sketchwatch.core.alert.Alert.Phase;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.image.Media;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that a demonstration found and did.
 *
 * @param finishedAt when, by the wall clock
 * @param took from the first frame sent to the last alert
 * @param footage what was watched
 * @param searches one a query
 * @param coverage one a camera, over the whole run
 * @param rates frames processed a second, in the order of time
 * @param stages what each stage did, in the order of the pipeline
 * @param models what was used
 * @param lacking what could not be used and what took its place, a sentence each; empty if nothing
 */
public record DemoResult(
    Instant finishedAt,
    Duration took,
    WatchedFootage footage,
    List<Search> searches,
    List<Coverage> coverage,
    List<RateSample> rates,
    List<StageFigure> stages,
    List<UsedModel> models,
    List<String> lacking) {

  /**
   * The videos and where they came from.
   *
   * @param name for people
   * @param source where it came from
   * @param licence its terms
   * @param reason why this footage and no other
   */
  public record WatchedFootage(String name, String source, String licence, String reason) {}

  /**
   * One sketch and who looks like it.
   *
   * @param queryId the query
   * @param sketch the drawing, in line
   * @param threshold least score of an alert
   * @param thresholdOrigin where that figure comes from, for people
   * @param tracklets how many tracklets were compared
   * @param matches the best first, whether above the threshold or not
   */
  public record Search(
      String queryId,
      Media sketch,
      double threshold,
      String thresholdOrigin,
      long tracklets,
      List<Match> matches) {}

  /**
   * A person who walked by and how much they look like the sketch.
   *
   * @param trackletId who
   * @param cameraId where
   * @param firstSeen capture time of the first sight
   * @param lastSeen capture time of the best shot or later
   * @param score cosine, -1 to 1
   * @param phase whether seen before the query came
   * @param crop the best shot, in line; null or a reference where it can't be shown
   */
  public record Match(
      String trackletId,
      String cameraId,
      Instant firstSeen,
      Instant lastSeen,
      double score,
      Phase phase,
      Media crop) {}

  /**
   * Throughput at a moment.
   *
   * @param second since the start of the run
   * @param framesPerSecond processed around it
   */
  public record RateSample(double second, double framesPerSecond) {}

  /**
   * A stage's work.
   *
   * @param stage its name
   * @param records how many it put out
   * @param busy part of the time it worked, 0 to 1
   */
  public record StageFigure(String stage, long records, double busy) {}

  /**
   * A model and its terms.
   *
   * @param role what it is for
   * @param modelId its name
   * @param notices works inside and their licences
   */
  public record UsedModel(String role, String modelId, List<String> notices) {}
}
