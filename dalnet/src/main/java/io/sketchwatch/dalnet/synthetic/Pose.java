package io.sketchwatch.dalnet.synthetic;

/**
 * How a person stands or walks before the camera.
 *
 * @param yaw direction faced, in radians: 0 to the viewer, π/2 to the picture's right, π away
 * @param phase place in the walk cycle, 0 to 1; two steps are one cycle
 * @param stride length of the steps: 0 stands, 1 walks briskly
 * @param pitch how far from above the camera looks, in radians
 */
public record Pose(double yaw, double phase, double stride, double pitch) {

  /** The sides from which a person is commonly drawn. */
  public enum View {
    FRONT(0),
    OBLIQUE_RIGHT(Math.PI / 4),
    RIGHT(Math.PI / 2),
    BACK(Math.PI),
    LEFT(-Math.PI / 2),
    OBLIQUE_LEFT(-Math.PI / 4);

    private final double yaw;

    View(double yaw) {
      this.yaw = yaw;
    }
  }

  /** A walker at eye level. */
  public static Pose walking(View view, double phase) {
    return new Pose(view.yaw, phase, 0.8, 0);
  }

  /** A person who stands still, arms down, at eye level. */
  public static Pose standing(View view) {
    return new Pose(view.yaw, 0.1, 0.12, 0);
  }
}
