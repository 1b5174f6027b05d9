package io.sketchwatch.core.tracklet;

import io.sketchwatch.core.crop.Detection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows people through the frames of one camera by ByteTrack's rule (Zhang et al., "ByteTrack:
 * Multi-Object Tracking by Associating Every Detection Box", ECCV 2022): reliable tracklets meet
 * the confident detections first; those left over that were seen a frame ago meet the rest, which
 * are often people half hidden; then tentative tracklets meet the confident detections that remain;
 * what still remains starts a tracklet. Times are seconds, not frames.
 *
 * <p>A pure function of state and frame: no memory of its own, so that a replay gives the same
 * tracklets with the same ids.
 */
public final class Tracker {

  private final TrackerSettings settings;

  public Tracker(TrackerSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes in the next frame of a camera.
   *
   * @param state of the frame before
   * @param detections sorted by x, then y
   * @param cameraId the camera
   * @param frameId the frame
   * @param time its capture time, after the state's
   */
  public TrackerStep step(
      TrackerState state,
      List<Detection> detections,
      String cameraId,
      String frameId,
      Instant time) {
    double elapsed = state.time() == null ? 0 : seconds(state.time(), time);
    List<Track> tracks = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    for (Track track : state.tracks()) {
      if (isOver(track, time)) {
        ended.add(track.trackletId());
      } else {
        tracks.add(track.predict(elapsed));
      }
    }
    Association association = associate(tracks, detections, state.time());
    List<TrackerStep.Person> people = new ArrayList<>();
    for (int i = 0; i < detections.size(); i++) {
      int matched = association.trackOf(i);
      if (matched >= 0) {
        tracks.set(matched, advance(tracks.get(matched), detections.get(i), time));
        people.add(new TrackerStep.Person(i, tracks.get(matched)));
      } else if (isHigh(detections.get(i))) {
        Track track = start(cameraId + "/" + frameId + "/" + i, detections.get(i), time);
        tracks.add(track);
        people.add(new TrackerStep.Person(i, track));
      }
    }
    return new TrackerStep(new TrackerState(time, tracks), people, ended);
  }

  private Association associate(List<Track> tracks, List<Detection> detections, Instant before) {
    Association association = new Association(tracks, detections, settings.buffer());
    association.match(Track::confirmed, this::isHigh, settings.highOverlap());
    association.match(
        track -> track.confirmed() && track.lastSeen().equals(before),
        detection -> !isHigh(detection) && detection.confidence() >= settings.lowConfidence(),
        settings.lowOverlap());
    association.match(track -> !track.confirmed(), this::isHigh, settings.highOverlap());
    return association;
  }

  private boolean isHigh(Detection detection) {
    return detection.confidence() >= settings.highConfidence();
  }

  private boolean isOver(Track track, Instant time) {
    double patience = track.confirmed() ? settings.lostSeconds() : settings.tentativeSeconds();
    return seconds(track.lastSeen(), time) > patience;
  }

  private Track start(String trackletId, Detection detection, Instant time) {
    return new Track(
        trackletId, time, time, 1, settings.confirmHits() <= 1, KalmanBox.start(detection.box()));
  }

  private Track advance(Track track, Detection detection, Instant time) {
    int hits = track.hits() + 1;
    return new Track(
        track.trackletId(),
        track.firstSeen(),
        time,
        hits,
        hits >= settings.confirmHits(),
        track.motion().update(detection.box()));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
