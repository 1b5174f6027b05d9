package io.sketchwatch.operators.model;

import static io.sketchwatch.operators.model.ModelBuilder.NOON;

import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.tracklet.Shot;
import java.time.Instant;

/** Shots for tests. */
final class ShotBuilder {

  private ShotBuilder() {}

  /** A shot of the tracklet that was first seen so many seconds after noon. */
  static Shot shot(String camera, int seconds) {
    Instant firstSeen = NOON.plusSeconds(seconds);
    return new Shot(
        camera,
        camera + "/f" + seconds + "/0",
        0,
        firstSeen,
        firstSeen,
        new Box(0, 0, 1, 1),
        0.5,
        new FrameReference("frames", 0, 0, "f", "00"),
        new Image(1, 1, new byte[3]));
  }
}
