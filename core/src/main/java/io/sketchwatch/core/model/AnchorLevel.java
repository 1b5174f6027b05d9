package io.sketchwatch.core.model;

import java.util.List;

/**
 * Anchors of one feature map: at each cell, row by row, one box of each size around {@code (column
 * + 0.5, row + 0.5) * stride}. The map covers the input, its last cells perhaps in part.
 *
 * @param stride pixels of the input from one cell to the next, at least 1
 * @param sizes width and height of each box in pixels of the input
 */
public record AnchorLevel(int stride, List<List<Double>> sizes) {

  /**
   * @throws IllegalArgumentException if a size is no pair above zero
   */
  public AnchorLevel {
    boolean isWhole =
        sizes != null
            && sizes.stream()
                .allMatch(size -> size.size() == 2 && size.get(0) > 0 && size.get(1) > 0);
    if (stride < 1 || !isWhole || sizes.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected anchors with a stride of at least 1 and sizes [width, height] above 0, but was %d and %s"
              .formatted(stride, sizes));
    }
  }

  int columns(InputSpec input) {
    return (input.width() + stride - 1) / stride;
  }

  int rows(InputSpec input) {
    return (input.height() + stride - 1) / stride;
  }

  int count(InputSpec input) {
    return columns(input) * rows(input) * sizes.size();
  }
}
