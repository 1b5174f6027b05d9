package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.tracklet.Observation;
import io.sketchwatch.core.tracklet.Track;
import io.sketchwatch.core.tracklet.Tracker;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.core.tracklet.TrackerState;
import io.sketchwatch.core.tracklet.TrackerStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows the people of one camera as the live job does, and writes down where each tracklet was.
 * Tracklets that were never confirmed don't count: the live job takes no shot of them.
 */
final class TrackletRecorder {

  private final Tracker tracker;
  private final String cameraId;
  private final Set<String> confirmed = new HashSet<>();
  private final List<Observation> boxes = new ArrayList<>();
  private TrackerState state = TrackerState.EMPTY;

  TrackletRecorder(TrackerSettings settings, String cameraId) {
    this.tracker = new Tracker(settings);
    this.cameraId = cameraId;
  }

  /**
   * Takes in the camera's next frame.
   *
   * @param frame its number, by which the observations name it
   * @param position since the camera's first frame
   * @param detections sorted by x, then y
   */
  void take(int frame, Duration position, List<Detection> detections) {
    Instant time = Instant.EPOCH.plus(position);
    TrackerStep step = tracker.step(state, detections, cameraId, Integer.toString(frame), time);
    state = step.state();
    for (TrackerStep.Person person : step.people()) {
      Track track = person.track();
      boxes.add(
          new Observation(frame, track.trackletId(), detections.get(person.detection()).box()));
      if (track.confirmed()) {
        confirmed.add(track.trackletId());
      }
    }
  }

  /** Every box of every tracklet that was confirmed sooner or later, the boxes before it too. */
  List<Observation> tracklets() {
    return boxes.stream().filter(box -> confirmed.contains(box.identity())).toList();
  }
}
