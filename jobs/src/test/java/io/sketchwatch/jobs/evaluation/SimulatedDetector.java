package io.sketchwatch.jobs.evaluation;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.model.OnnxDetector;
import io.sketchwatch.dalnet.synthetic.StreetScene;
import io.sketchwatch.dalnet.synthetic.VisiblePerson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Detections as a mediocre detector would make them, from the truth: the confidence is the visible
 * part of the body, give or take {@value #DOUBT}; boxes are off by {@value #JITTER} of the height
 * (one standard deviation, each side); one person in {@value #MISSED} is missed outright; one frame
 * in {@value #FALSE_FRAMES} has a person where there is none; of boxes that overlap more than a
 * real detector suppresses, the surest stays.
 */
final class SimulatedDetector {

  private static final double DOUBT = 0.15;
  private static final double JITTER = 0.03;
  private static final int MISSED = 15;
  private static final int FALSE_FRAMES = 4;

  private final Random random;

  SimulatedDetector(long seed) {
    random = new Random(seed);
  }

  List<Detection> detect(List<VisiblePerson> people) {
    List<Detection> found = new ArrayList<>();
    for (VisiblePerson person : people) {
      double confidence = person.visibleFraction() + DOUBT * random.nextGaussian();
      Box box = jitter(person.box());
      if (confidence >= OnnxDetector.MIN_CONFIDENCE && random.nextInt(MISSED) > 0) {
        found.add(new Detection(box, Math.min(1, confidence)));
      }
    }
    if (random.nextInt(FALSE_FRAMES) == 0) {
      found.add(nobody());
    }
    return suppress(found);
  }

  private Box jitter(Box box) {
    int left = box.x() + off(box);
    int top = box.y() + off(box);
    int right = Math.max(left + 1, box.right() + off(box));
    int bottom = Math.max(top + 1, box.bottom() + off(box));
    return new Box(left, top, right - left, bottom - top)
        .clip(StreetScene.WIDTH, StreetScene.HEIGHT);
  }

  private int off(Box box) {
    return (int) Math.round(JITTER * box.height() * random.nextGaussian());
  }

  private Detection nobody() {
    Box box =
        new Box(
            random.nextInt(StreetScene.WIDTH - 60),
            random.nextInt(StreetScene.HEIGHT - 150),
            60,
            150);
    return new Detection(box, OnnxDetector.MIN_CONFIDENCE + 0.6 * random.nextDouble());
  }

  private static List<Detection> suppress(List<Detection> found) {
    found.sort(Comparator.comparingDouble(Detection::confidence).reversed());
    List<Detection> kept = new ArrayList<>();
    for (Detection candidate : found) {
      if (kept.stream().noneMatch(sure -> sure.box().iou(candidate.box()) > OnnxDetector.MAX_IOU)) {
        kept.add(candidate);
      }
    }
    kept.sort(
        Comparator.<Detection>comparingInt(detection -> detection.box().x())
            .thenComparingInt(detection -> detection.box().y()));
    return kept;
  }
}
