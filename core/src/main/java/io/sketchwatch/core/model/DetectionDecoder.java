package io.sketchwatch.core.model;

import java.util.List;

/** Turns the outputs of one kind of detector into candidates, for one image at a time. */
interface DetectionDecoder {

  /**
   * Expects the shapes that it can read.
   *
   * @throws IllegalStateException naming what came instead
   */
  void check(List<Tensor> outputs);

  /**
   * The people from a confidence up, in any order.
   *
   * @param outputs that were checked
   */
  List<BoxCandidate> candidates(List<Tensor> outputs, double minConfidence);

  /** Whether one person may come as several boxes, so that the best must be chosen. */
  default boolean repeatsPeople() {
    return true;
  }
}
