package io.sketchwatch.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads YOLOX's one output {@code [1, cells, 5 + classes]}: x, y, width, height, objectness and
 * class scores (sigmoid done) of each cell, row by row, for strides 8, 16 and 32.
 *
 * <p>A centre is {@code (column + x, row + y) * stride}, a size {@code exp(width) * stride}; the
 * confidence is objectness times class score (Ge et al., "YOLOX: Exceeding YOLO Series in 2021").
 *
 * @param input of the model
 * @param personClass place of people among the classes
 */
record YoloxDecoder(InputSpec input, int personClass) implements DetectionDecoder {

  private static final int[] STRIDES = {8, 16, 32};
  private static final int OBJECTNESS = 4;
  private static final int CLASSES = 5;

  @Override
  public void check(List<Tensor> outputs) {
    int cells =
        Arrays.stream(STRIDES)
            .map(stride -> (input.width() / stride) * (input.height() / stride))
            .sum();
    long[] shape = outputs.isEmpty() ? new long[0] : outputs.get(0).shape();
    if (shape.length != 3
        || shape[0] != 1
        || shape[1] != cells
        || shape[2] <= CLASSES + personClass) {
      throw new IllegalStateException(
          "Decoder 'YOLOX' expects [1, %d, more than %d], but the model gave %s"
              .formatted(cells, CLASSES + personClass, outputs));
    }
  }

  @Override
  public List<BoxCandidate> candidates(List<Tensor> outputs, double minConfidence) {
    float[] values = outputs.get(0).values();
    int length = (int) outputs.get(0).shape()[2];
    List<BoxCandidate> found = new ArrayList<>();
    int at = 0;
    for (int stride : STRIDES) {
      int columns = input.width() / stride;
      int cells = columns * (input.height() / stride);
      for (int cell = 0; cell < cells; cell++, at += length) {
        double score = (double) values[at + OBJECTNESS] * values[at + CLASSES + personClass];
        if (score >= minConfidence) {
          int row = cell / columns;
          found.add(
              BoxCandidate.around(
                  (cell % columns + values[at]) * stride,
                  (row + values[at + 1]) * stride,
                  Math.exp(values[at + 2]) * stride,
                  Math.exp(values[at + 3]) * stride,
                  score));
        }
      }
    }
    return found;
  }
}
