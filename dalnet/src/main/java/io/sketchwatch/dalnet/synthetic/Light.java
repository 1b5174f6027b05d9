package io.sketchwatch.dalnet.synthetic;

/**
 * Where light comes from.
 *
 * @param side -1 from the left to 1 from the right
 * @param ambient part of the light that reaches the shade, 0 to 1
 */
record Light(double side, double ambient) {

  /** Even light, as in a studio. */
  static final Light EVEN = new Light(-0.25, 0.72);

  /** Brightness of a round surface at a place across it, about 1 in full light. */
  double at(double u) {
    double facing = u * side + Math.sqrt(Math.max(0, 1 - u * u)) * Math.sqrt(1 - side * side);
    return ambient + (1 - ambient) * Math.max(0, facing);
  }
}
