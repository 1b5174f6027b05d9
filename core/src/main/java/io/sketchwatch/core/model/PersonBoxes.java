package io.sketchwatch.core.model;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.model.InputSpec.Letterbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From a decoder's candidates to people in a frame: boxes are mapped back, rounded and clipped.
 *
 * @param input of the model
 * @param maxIou boxes that overlap a better one by more are dropped
 */
record PersonBoxes(InputSpec input, double maxIou) {

  private static final Comparator<Detection> BEST_FIRST =
      Comparator.comparingDouble(Detection::confidence).reversed();
  private static final Comparator<Detection> LEFT_FIRST =
      Comparator.<Detection>comparingInt(found -> found.box().x())
          .thenComparingInt(found -> found.box().y());

  /**
   * The people of one frame, sorted by x, then y.
   *
   * @param width of the frame
   * @param height of the frame
   */
  List<Detection> inFrame(List<BoxCandidate> candidates, int width, int height) {
    Letterbox place = input.place(width, height);
    List<Detection> found = new ArrayList<>();
    for (BoxCandidate candidate : candidates) {
      add(candidate, place, width, height, found);
    }
    List<Detection> people = suppress(found);
    people.sort(LEFT_FIRST);
    return people;
  }

  private static void add(
      BoxCandidate candidate, Letterbox place, int width, int height, List<Detection> found) {
    double scaleX = (double) width / place.width();
    double scaleY = (double) height / place.height();
    int left = clamp((candidate.left() - place.x()) * scaleX, width);
    int top = clamp((candidate.top() - place.y()) * scaleY, height);
    int right = clamp((candidate.right() - place.x()) * scaleX, width);
    int bottom = clamp((candidate.bottom() - place.y()) * scaleY, height);
    if (right > left && bottom > top) {
      Box box = new Box(left, top, right - left, bottom - top);
      found.add(new Detection(box, Math.min(1, candidate.score())));
    }
  }

  private static int clamp(double value, int limit) {
    return (int) Math.max(0, Math.min(limit, Math.round(value)));
  }

  private List<Detection> suppress(List<Detection> found) {
    found.sort(BEST_FIRST);
    List<Detection> kept = new ArrayList<>();
    for (Detection candidate : found) {
      if (kept.stream().noneMatch(best -> best.box().iou(candidate.box()) > maxIou)) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
