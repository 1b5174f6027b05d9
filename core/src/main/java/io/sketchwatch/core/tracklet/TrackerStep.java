package io.sketchwatch.core.tracklet;

import java.util.List;

/**
 * What one frame did to a tracker.
 *
 * @param state to be given to the next step
 * @param people who is in this frame, by index of their detection
 * @param ended tracklets that will not come again
 */
public record TrackerStep(TrackerState state, List<Person> people, List<String> ended) {

  /**
   * A detection and whom it belongs to.
   *
   * @param detection index in the frame's detections
   * @param track the person, this detection included
   */
  public record Person(int detection, Track track) {}
}
