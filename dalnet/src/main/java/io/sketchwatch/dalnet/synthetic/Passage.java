package io.sketchwatch.dalnet.synthetic;

/**
 * One person's way past one camera, in a straight line at a steady pace. It begins and ends outside
 * the picture.
 *
 * @param personId who
 * @param camera where
 * @param start seconds from the scene's beginning
 * @param end likewise
 * @param fromX where the feet begin, pixels
 * @param fromY likewise; larger is nearer to the camera
 * @param toX where the feet end
 * @param toY likewise
 */
public record Passage(
    int personId,
    int camera,
    double start,
    double end,
    double fromX,
    double fromY,
    double toX,
    double toY) {

  /** Feet are seen this much shorter in depth than across. */
  private static final double FORESHORTENING = 0.4;

  boolean covers(double second) {
    return second >= start && second < end;
  }

  double x(double second) {
    return fromX + (toX - fromX) * part(second);
  }

  double y(double second) {
    return fromY + (toY - fromY) * part(second);
  }

  private double part(double second) {
    return (second - start) / (end - start);
  }

  /** Where the person faces; see {@link Pose#yaw}. */
  double yaw() {
    return Math.atan2(toX - fromX, (toY - fromY) / FORESHORTENING);
  }

  /** Pixels walked since the start. */
  double walked(double second) {
    return part(second) * Math.hypot(toX - fromX, (toY - fromY) / FORESHORTENING);
  }
}
