package io.sketchwatch.jobs.demo;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.Media;
import io.sketchwatch.core.image.PencilFilter;
import io.sketchwatch.core.tracklet.Quality;
import io.sketchwatch.jobs.video.CameraFeed;
import io.sketchwatch.jobs.video.FrameReader;
import io.sketchwatch.jobs.video.VideoFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pencil drawing of someone who walks by in the first seconds of a video: the person of the best
 * {@link Quality} who is wholly in the picture and apart from all others.
 */
public final class SketchFromFootage {

  private static final Duration LOOKED_AT = Duration.ofSeconds(8);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final double LEAST_CONFIDENCE = 0.5;
  private static final int MARGIN = 3;

  private SketchFromFootage() {}

  /**
   * Draws.
   *
   * @throws IOException if nobody is to be seen
   */
  public static Media draw(CameraFeed feed, Detector detector) throws IOException {
    Portrait best = null;
    Duration next = Duration.ZERO;
    try (FrameReader reader = feed.open()) {
      Optional<VideoFrame> frame = reader.read();
      while (frame.isPresent() && frame.get().position().compareTo(LOOKED_AT) < 0) {
        if (frame.get().position().compareTo(next) >= 0) {
          next = frame.get().position().plus(BETWEEN_LOOKS);
          best = better(best, clearest(frame.get().image(), detector));
        }
        frame = reader.read();
      }
    }
    if (best == null) {
      throw new IOException(
          "Nobody is to be seen in the first %d seconds of '%s': give a drawing with --sketch FILE"
              .formatted(LOOKED_AT.toSeconds(), feed.cameraId()));
    }
    Image drawing = PencilFilter.CONTOUR_HATCHING.apply(best.crop());
    return new Media("image/png", ImageCodec.png(drawing), null);
  }

  private static Portrait clearest(Image frame, Detector detector) {
    List<Detection> people = detector.detect(List.of(frame)).get(0);
    Portrait best = null;
    for (Detection person : people) {
      Box box = person.box();
      boolean apart =
          people.stream()
              .filter(other -> !other.equals(person))
              .allMatch(o -> o.box().overlap(box) == 0);
      if (person.confidence() >= LEAST_CONFIDENCE && isInside(box, frame) && apart) {
        Image crop = frame.crop(box);
        double quality = Quality.of(crop, box, frame.width(), frame.height());
        best = better(best, new Portrait(crop, quality));
      }
    }
    return best;
  }

  private static boolean isInside(Box box, Image frame) {
    return box.x() >= MARGIN
        && box.y() >= MARGIN
        && box.right() <= frame.width() - MARGIN
        && box.bottom() <= frame.height() - MARGIN;
  }

  private static Portrait better(Portrait one, Portrait other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.quality() > one.quality() ? other : one;
  }

  private record Portrait(Image crop, double quality) {}
}
