package io.sketchwatch.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads NanoDet's six outputs: the class scores {@code [1, cells, classes]} (sigmoid done) of
 * strides 8, 16 and 32, then the box distributions {@code [1, cells, 4 * bins]} of the same
 * strides.
 *
 * <p>Cells lie row by row, their centres at {@code (i + 0.5) * stride}. Each side's distance from
 * the centre (left, top, right, bottom) is the expectation of the softmax over its bins, times the
 * stride: the distribution of Generalized Focal Loss (Li et al., 2020).
 *
 * @param input of the model
 * @param personClass place of people among the classes
 */
record NanoDetDecoder(InputSpec input, int personClass) implements DetectionDecoder {

  private static final int[] STRIDES = {8, 16, 32};

  @Override
  public void check(List<Tensor> outputs) {
    for (int i = 0; i < STRIDES.length; i++) {
      int cells = columns(STRIDES[i]) * rows(STRIDES[i]);
      boolean fits =
          outputs.size() == 2 * STRIDES.length
              && fits(outputs.get(i), cells, 1)
              && outputs.get(i).shape()[2] > personClass
              && fits(outputs.get(i + STRIDES.length), cells, 4);
      if (!fits) {
        throw new IllegalStateException(
            "Decoder 'NANODET' expects 3 scores and 3 distributions, [1, %d, ...] for stride %d,"
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

  @Override
  public List<BoxCandidate> candidates(List<Tensor> outputs, double minConfidence) {
    List<BoxCandidate> found = new ArrayList<>();
    for (int i = 0; i < STRIDES.length; i++) {
      add(STRIDES[i], outputs.get(i), outputs.get(i + STRIDES.length), minConfidence, found);
    }
    return found;
  }

  private void add(
      int stride, Tensor scores, Tensor sides, double minConfidence, List<BoxCandidate> found) {
    int cells = columns(stride) * rows(stride);
    int classes = (int) scores.shape()[2];
    int bins = (int) sides.shape()[2] / 4;
    for (int cell = 0; cell < cells; cell++) {
      float score = scores.values()[cell * classes + personClass];
      if (score >= minConfidence) {
        int at = cell * bins * 4;
        int column = cell % columns(stride);
        int row = cell / columns(stride);
        double x = (column + 0.5) * stride;
        double y = (row + 0.5) * stride;
        found.add(
            new BoxCandidate(
                x - stride * expectation(sides.values(), at, bins),
                y - stride * expectation(sides.values(), at + bins, bins),
                x + stride * expectation(sides.values(), at + 2 * bins, bins),
                y + stride * expectation(sides.values(), at + 3 * bins, bins),
                score));
      }
    }
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

  private int columns(int stride) {
    return input.width() / stride;
  }

  private int rows(int stride) {
    return input.height() / stride;
  }
}
