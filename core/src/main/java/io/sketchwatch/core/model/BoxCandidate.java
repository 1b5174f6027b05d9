package io.sketchwatch.core.model;

/**
 * What a decoder takes for a person, in pixels of the model's input; sides may lie outside it.
 *
 * @param score 0 to 1
 */
record BoxCandidate(double left, double top, double right, double bottom, double score) {

  /** A box around a centre. */
  static BoxCandidate around(double x, double y, double width, double height, double score) {
    return new BoxCandidate(x - width / 2, y - height / 2, x + width / 2, y + height / 2, score);
  }
}
