package io.sketchwatch.dalnet.synthetic;

/**
 * The joints of a posed person, projected to the picture. Units are statures: 0 is the height of
 * the top of the head, 1 the ground; x is 0 in the body's middle.
 *
 * <p>Limbs swing in the plane of walking; the whole is turned by the yaw and seen from far away
 * (orthographic) at the pitch.
 */
final class Skeleton {

  /**
   * A projected joint.
   *
   * @param x to the picture's right
   * @param y down
   * @param depth towards the viewer
   */
  record Joint(double x, double y, double depth) {

    Joint towards(Joint other, double part) {
      return new Joint(
          x + (other.x - x) * part, y + (other.y - y) * part, depth + (other.depth - depth) * part);
    }
  }

  /** Hip, knee, ankle, heel and toe of one leg. */
  record Leg(Joint hip, Joint knee, Joint ankle, Joint heel, Joint toe) {}

  /** Shoulder, elbow, wrist and finger tips of one arm. */
  record Arm(Joint shoulder, Joint elbow, Joint wrist, Joint tips) {}

  private static final double THIGH = 0.235;
  private static final double SHIN = 0.215;
  private static final double UPPER_ARM = 0.165;
  private static final double FOREARM = 0.14;

  final double sin;
  final double cos;
  final double build;
  final Leg leftLeg;
  final Leg rightLeg;
  final Arm leftArm;
  final Arm rightArm;
  private final double tiltSin;
  private final double tiltCos;
  private final double drop;

  Skeleton(double build, Pose pose) {
    this.build = build;
    this.sin = Math.sin(pose.yaw());
    this.cos = Math.cos(pose.yaw());
    this.tiltSin = Math.sin(pose.pitch());
    this.tiltCos = Math.cos(pose.pitch());
    double step = 2 * Math.PI * pose.phase();
    this.drop = 0.955 - Math.max(ankleHeight(step, pose), ankleHeight(step + Math.PI, pose));
    this.leftLeg = leg(1, step, pose.stride());
    this.rightLeg = leg(-1, step + Math.PI, pose.stride());
    this.leftArm = arm(1, step + Math.PI, pose.stride());
    this.rightArm = arm(-1, step, pose.stride());
  }

  /**
   * Projects a point of the body.
   *
   * @param left to the person's own left
   * @param down from the top of the head of a person who stands straight
   * @param forward where the person faces
   */
  Joint at(double left, double down, double forward) {
    double depth = forward * cos - left * sin;
    double y = (down + drop) * tiltCos + depth * tiltSin + (1 - tiltCos);
    return new Joint(left * cos + forward * sin, y, depth);
  }

  /** Half the breadth that an upright ellipse shows from this side. */
  double breadth(double halfWidth, double halfDepth) {
    return Math.hypot(halfWidth * cos, halfDepth * sin);
  }

  private static double thighAngle(double step, double stride) {
    return stride * (0.46 * Math.sin(step) + 0.16 * Math.max(0, Math.cos(step)));
  }

  private static double kneeBend(double step, double stride) {
    return 0.06 + stride * 0.85 * Math.pow(Math.max(0, Math.cos(step + 0.35)), 1.4);
  }

  private static double ankleHeight(double step, Pose pose) {
    double thigh = thighAngle(step, pose.stride());
    double shin = thigh - kneeBend(step, pose.stride());
    return 0.505 + THIGH * Math.cos(thigh) + SHIN * Math.cos(shin);
  }

  private Leg leg(int side, double step, double stride) {
    double thigh = thighAngle(step, stride);
    double shin = thigh - kneeBend(step, stride);
    double x = side * 0.045 * build;
    double kneeDown = 0.505 + THIGH * Math.cos(thigh);
    double kneeForward = THIGH * Math.sin(thigh);
    double down = kneeDown + SHIN * Math.cos(shin);
    double forward = kneeForward + SHIN * Math.sin(shin);
    double tip = shin < 0 ? -0.75 * shin : -0.6 * shin;
    double footDown = Math.sin(tip);
    double footForward = Math.cos(tip);
    double out = side * 0.012;
    return new Leg(
        at(x, 0.505, 0),
        at(x * 1.05, kneeDown, kneeForward),
        at(x, down, forward),
        at(x, down + 0.026 * footForward - 0.02 * footDown, forward - 0.022 * footForward),
        at(x + out, down + 0.03 * footForward + 0.085 * footDown, forward + 0.088 * footForward));
  }

  private Arm arm(int side, double step, double stride) {
    double upper = stride * 0.5 * Math.sin(step) - 0.02;
    double fore = upper + 0.16 + stride * (0.2 + 0.22 * Math.max(0, Math.sin(step)));
    double x = side * (0.054 + 0.034 * build);
    double elbowX = x + side * 0.022;
    double elbowDown = 0.215 + UPPER_ARM * Math.cos(upper);
    double elbowForward = UPPER_ARM * Math.sin(upper);
    double down = elbowDown + FOREARM * Math.cos(fore);
    double forward = elbowForward + FOREARM * Math.sin(fore);
    return new Arm(
        at(x, 0.222, 0),
        at(elbowX, elbowDown, elbowForward),
        at(elbowX, down, forward),
        at(elbowX, down + 0.05 * Math.cos(fore), forward + 0.05 * Math.sin(fore)));
  }
}
