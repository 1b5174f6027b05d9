package io.sketchwatch.dalnet.synthetic;

/**
 * The walkable ground of a frame and how large people look on it.
 *
 * @param far y of the farthest feet
 * @param close y of the nearest feet
 */
record StreetGround(double far, double close) {

  private static final double FAR_HEIGHT = 105;
  private static final double CLOSE_HEIGHT = 215;

  /** y of the ground at a nearness from 0 (far) to 1 (close). */
  double y(double near) {
    return far + (close - far) * near;
  }

  /** Pixels of a person of 1.75 m who stands there. */
  double height(double y) {
    return FAR_HEIGHT + (CLOSE_HEIGHT - FAR_HEIGHT) * (y - far) / (close - far);
  }
}
