package io.sketchwatch.core.model;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.model.InputSpec.Letterbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns NanoDet's outputs into people: six tensors, the class scores {@code [1, cells, classes]}
 * (sigmoid done, class 0 is a person) of strides 8, 16 and 32, then the box distributions {@code
 * [1, cells, 4 * bins]} of the same strides.
 *
 * <p>Cells lie row by row, their centres at {@code (i + 0.5) * stride}. Each side's distance from
 * the centre (left, top, right, bottom) is the expectation of the softmax over its bins, times the
 * stride: the distribution of Generalized Focal Loss (Li et al., 2020).
 *
 * @param input of the model
 * @param minConfidence lowest score that is reported
 * @param maxIou boxes that overlap a better one by more are dropped
 */
record NanoDetDecoder(InputSpec input, double minConfidence, double maxIou) {

  static final String NAME = "nanodet";

  private static final int[] STRIDES = {8, 16, 32};
  private static final Comparator<Detection> BEST_FIRST =
      Comparator.comparingDouble(Detection::confidence).reversed();
  private static final Comparator<Detection> LEFT_FIRST =
      Comparator.<Detection>comparingInt(found -> found.box().x())
          .thenComparingInt(found -> found.box().y());

  /** Sides in pixels of the input. */
  private record Candidate(double left, double top, double right, double bottom, double score) {}

  /** Expects the six tensors; an error names what came instead. */
  void check(List<Tensor> outputs) {
    for (int i = 0; i < STRIDES.length; i++) {
      int cells = columns(STRIDES[i]) * rows(STRIDES[i]);
      boolean fits =
          outputs.size() == 2 * STRIDES.length
              && fits(outputs.get(i), cells, 1)
              && fits(outputs.get(i + STRIDES.length), cells, 4);
      if (!fits) {
        throw new IllegalStateException(
            "Decoder 'nanodet' expects 3 scores and 3 distributions, [1, %d, ...] for stride %d,"
                    .formatted(cells, STRIDES[i])
                + " but the model gave "
                + outputs);
      }
    }
  }

  private static boolean fits(Tensor output, int cells, int multiple) {
    long[] shape = output.shape();
    return shape.length == 3
        && shape[0] == 1
        && shape[1] == cells
        && shape[2] > 0
        && shape[2] % multiple == 0;
  }

  /**
   * The people of one image, sorted by x, then y.
   *
   * @param width of the frame, to which boxes are mapped back and clipped
   * @param height of the frame
   */
  List<Detection> decode(List<Tensor> outputs, int width, int height) {
    Letterbox place = input.place(width, height);
    List<Detection> found = new ArrayList<>();
    for (int i = 0; i < STRIDES.length; i++) {
      Tensor scores = outputs.get(i);
      Tensor sides = outputs.get(i + STRIDES.length);
      for (Candidate candidate : candidates(STRIDES[i], scores, sides)) {
        toFrame(candidate, place, width, height, found);
      }
    }
    List<Detection> people = suppress(found);
    people.sort(LEFT_FIRST);
    return people;
  }

  private List<Candidate> candidates(int stride, Tensor scores, Tensor sides) {
    List<Candidate> candidates = new ArrayList<>();
    int cells = columns(stride) * rows(stride);
    int classes = (int) scores.shape()[2];
    int bins = (int) sides.shape()[2] / 4;
    for (int cell = 0; cell < cells; cell++) {
      float score = scores.values()[cell * classes];
      if (score >= minConfidence) {
        int at = cell * bins * 4;
        int column = cell % columns(stride);
        int row = cell / columns(stride);
        double x = (column + 0.5) * stride;
        double y = (row + 0.5) * stride;
        candidates.add(
            new Candidate(
                x - stride * expectation(sides.values(), at, bins),
                y - stride * expectation(sides.values(), at + bins, bins),
                x + stride * expectation(sides.values(), at + 2 * bins, bins),
                y + stride * expectation(sides.values(), at + 3 * bins, bins),
                score));
      }
    }
    return candidates;
  }

  /** The mean bin of the softmax over {@code bins} values. */
  static double expectation(float[] values, int from, int bins) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < bins; i++) {
      max = Math.max(max, values[from + i]);
    }
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < bins; i++) {
      double weight = Math.exp(values[from + i] - max);
      sum += weight;
      weighted += i * weight;
    }
    return weighted / sum;
  }

  private static void toFrame(
      Candidate candidate, Letterbox place, int width, int height, List<Detection> found) {
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

  private int columns(int stride) {
    return input.width() / stride;
  }

  private int rows(int stride) {
    return input.height() / stride;
  }
}
