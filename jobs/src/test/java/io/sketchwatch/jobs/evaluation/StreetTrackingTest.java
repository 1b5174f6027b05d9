package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.tracklet.Observation;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.core.tracklet.TrackingMetrics;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.StreetSceneOptions;
import io.sketchwatch.dalnet.synthetic.VisiblePerson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tracker on a drawn street. Its detections are not a detector's, which would take minutes, but
 * {@link SimulatedDetector}'s: made from the truth, and spoiled.
 */
class StreetTrackingTest {

  private static final int CAMERAS = 2;

  private static StreetScene scene;
  private static StreetTruth truth;

  @BeforeAll
  static void drawStreet() {
    scene = new StreetScene(new StreetSceneOptions(CAMERAS, 20, 45, 1));
    truth = new StreetTruth(scene);
  }

  @Test
  void shouldCoverNineOfTenPeopleByOneTrackletForHalfOfTheirFrames() {
    TrackingMetrics metrics = truth.judge(tracklets(TrackerSettings.DEFAULT, 1));

    assertThat(metrics.coveredPeople()).isGreaterThanOrEqualTo(0.9);
    assertThat(metrics.idf1()).isGreaterThan(0.6);
  }

  @Test
  void shouldLosePeopleWhenATrackerForgetsWhomItMissesOnce() {
    TrackerSettings usual = TrackerSettings.DEFAULT;
    TrackerSettings forgetful =
        new TrackerSettings(
            usual.highConfidence(),
            usual.lowConfidence(),
            usual.highOverlap(),
            usual.lowOverlap(),
            usual.buffer(),
            usual.confirmHits(),
            usual.tentativeSeconds(),
            0.1);

    assertThat(truth.judge(tracklets(forgetful, 1)).coveredPeople()).isLessThan(0.5);
  }

  @Test
  void shouldHaveToFollowManyPeopleThroughOcclusions() {
    assertThat(hiddenForAWhile()).isGreaterThan(CAMERAS * scene.options().people() / 3);
  }

  /** People who are visible, then hidden in at least three frames, then visible again. */
  private static long hiddenForAWhile() {
    Map<String, StringBuilder> courses = new HashMap<>();
    for (int camera = 0; camera < CAMERAS; camera++) {
      for (int index = 0; index < scene.frames(); index++) {
        for (VisiblePerson person : truth.people(truth.frame(camera, index))) {
          courses
              .computeIfAbsent(camera + "/" + person.personId(), id -> new StringBuilder())
              .append(person.visibleFraction() >= StreetTruth.LEAST_VISIBLE ? 'v' : '-');
        }
      }
    }
    return courses.values().stream()
        .filter(course -> course.toString().matches(".*v-{3,}v.*"))
        .count();
  }

  private static List<Observation> tracklets(TrackerSettings settings, long seed) {
    List<Observation> tracklets = new ArrayList<>();
    for (int camera = 0; camera < CAMERAS; camera++) {
      SimulatedDetector detector = new SimulatedDetector(seed + camera);
      TrackletRecorder recorder = new TrackletRecorder(settings, "street-" + camera);
      for (int index = 0; index < scene.frames(); index++) {
        int frame = truth.frame(camera, index);
        recorder.take(
            frame,
            Duration.ofMillis(index * 1000L / StreetScene.FRAME_RATE),
            detector.detect(truth.people(frame)));
      }
      tracklets.addAll(recorder.tracklets());
    }
    return tracklets;
  }
}
