package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.tracklet.Observation;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.core.tracklet.TrackingMetrics;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.jobs.video.FfmpegFrameReader;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.VideoFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How well detector and tracker together follow people. Both see every frame, as in the live job;
 * {@link TrackingMetrics} says what the figures mean.
 */
public final class FootageTracking {

  private static final double AGREE = 0.5;

  private final Detector detector;
  private final TrackerSettings settings;

  /** Does not close the detector. */
  public FootageTracking(Detector detector, TrackerSettings settings) {
    this.detector = detector;
    this.settings = settings;
  }

  /**
   * Follows the people of a video of which some are listed, in some frames.
   *
   * <p>Only listed frames and listed people count: a tracklet's box that agrees with no listed box
   * of its frame is left out, since it may well be on a person who is not listed. So there is no
   * precision, and IDF1 counts no false box beside the listed people.
   *
   * @param onFrame told after each frame
   */
  public Result video(FootagePeople people, Path video, Runnable onFrame) throws IOException {
    TrackletRecorder recorder = new TrackletRecorder(settings, people.video());
    try (FrameReader reader = FfmpegFrameReader.file(video)) {
      Optional<VideoFrame> frame = reader.read();
      while (frame.isPresent()) {
        VideoFrame taken = frame.get();
        recorder.take((int) taken.index(), taken.position(), detect(taken.image()));
        onFrame.run();
        frame = reader.read();
      }
    }
    List<Observation> listed = listed(people);
    Map<Integer, List<Observation>> byFrame =
        listed.stream().collect(Collectors.groupingBy(Observation::frame));
    List<Observation> counted =
        recorder.tracklets().stream()
            .filter(
                box ->
                    byFrame.getOrDefault(box.frame(), List.of()).stream()
                        .anyMatch(person -> person.box().iou(box.box()) >= AGREE))
            .toList();
    return result(people.video(), listed, TrackingMetrics.of(listed, counted), false);
  }

  private static List<Observation> listed(FootagePeople people) {
    return people.people().stream()
        .flatMap(
            person ->
                person.boxes().stream()
                    .map(place -> new Observation(place.frame(), person.id(), place.box())))
        .toList();
  }

  /**
   * Follows the people past every camera of a drawn street; see {@link StreetTruth} for who counts.
   *
   * @param onFrame told after each frame
   */
  public Result street(StreetScene scene, Runnable onFrame) {
    StreetTruth truth = new StreetTruth(scene);
    List<Observation> tracklets = new ArrayList<>();
    for (int camera = 0; camera < scene.options().cameras(); camera++) {
      TrackletRecorder recorder = new TrackletRecorder(settings, "street-" + camera);
      for (int index = 0; index < scene.frames(); index++) {
        Duration position = Duration.ofMillis(index * 1000L / StreetScene.FRAME_RATE);
        recorder.take(truth.frame(camera, index), position, detect(scene.frame(camera, index)));
        onFrame.run();
      }
      tracklets.addAll(recorder.tracklets());
    }
    return result("drawn street", truth.visible(), truth.judge(tracklets), true);
  }

  private List<Detection> detect(Image image) {
    return detector.detect(List.of(image)).get(0);
  }

  private Result result(
      String footage, List<Observation> truth, TrackingMetrics metrics, boolean precisionCounts) {
    return new Result(
        footage,
        detector.id(),
        (int) truth.stream().map(Observation::identity).distinct().count(),
        truth.size(),
        metrics.idf1(),
        metrics.identitySwitches(),
        metrics.fragments(),
        metrics.recall(),
        precisionCounts ? metrics.precision() : null,
        metrics.coveredPeople());
  }

  /**
   * Figures of one footage.
   *
   * @param footage its name
   * @param detector its id
   * @param people passages of people in the truth
   * @param boxes in the truth
   * @param idf1 see {@link TrackingMetrics}, as all that follow
   * @param identitySwitches count
   * @param fragments count
   * @param recall 0 to 1
   * @param precision 0 to 1; null where the truth does not list everyone
   * @param coveredPeople 0 to 1: share covered by one tracklet for at least half of their visible
   *     frames
   */
  public record Result(
      String footage,
      String detector,
      int people,
      int boxes,
      double idf1,
      int identitySwitches,
      int fragments,
      double recall,
      Double precision,
      double coveredPeople) {}
}
