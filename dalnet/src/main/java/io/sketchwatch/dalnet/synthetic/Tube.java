package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.Skeleton.Joint;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A limb, a torso or a head: a smooth axis with a breadth at every place.
 *
 * <p>Its surface has coordinates: {@code v} from 0 (start of the axis) to 1 (its end), {@code u}
 * from -1 (one edge) to 1 (the other). Shading, patterns, folds and hatching are laid out in them,
 * so that they follow every bend.
 */
final class Tube {

  private static final int STEPS = 5;

  private final double[] x;
  private final double[] y;
  private final double[] radius;
  private final double[] normalX;
  private final double[] normalY;
  private final double cap;

  private Tube(List<double[]> samples, double cap) {
    int n = samples.size();
    this.x = samples.stream().mapToDouble(sample -> sample[0]).toArray();
    this.y = samples.stream().mapToDouble(sample -> sample[1]).toArray();
    this.radius = samples.stream().mapToDouble(sample -> sample[2]).toArray();
    this.normalX = new double[n];
    this.normalY = new double[n];
    this.cap = cap;
    for (int i = 0; i < n; i++) {
      double dx = x[Math.min(n - 1, i + 1)] - x[Math.max(0, i - 1)];
      double dy = y[Math.min(n - 1, i + 1)] - y[Math.max(0, i - 1)];
      double length = Math.max(1e-9, Math.hypot(dx, dy));
      normalX[i] = dy / length;
      normalY[i] = -dx / length;
    }
  }

  /** Collects the places of an axis. */
  static final class Builder {

    private final List<double[]> places = new ArrayList<>();

    Builder through(double x, double y, double radius) {
      places.add(new double[] {x, y, Math.max(0.002, radius)});
      return this;
    }

    Builder through(Joint joint, double radius) {
      return through(joint.x(), joint.y(), radius);
    }

    /**
     * Ends the tube.
     *
     * @param cap how far the ends bulge, in radii: 0 is cut straight, 1 is round
     */
    Tube build(double cap) {
      List<double[]> samples = new ArrayList<>();
      for (int i = 0; i + 1 < places.size(); i++) {
        for (int step = 0; step < STEPS; step++) {
          samples.add(spline(i, (double) step / STEPS));
        }
      }
      samples.add(places.get(places.size() - 1));
      return new Tube(samples, cap);
    }

    /** Catmull-Rom between place i and the next. */
    private double[] spline(int i, double t) {
      double[] before = places.get(Math.max(0, i - 1));
      double[] from = places.get(i);
      double[] to = places.get(i + 1);
      double[] after = places.get(Math.min(places.size() - 1, i + 2));
      double[] out = new double[3];
      for (int k = 0; k < 3; k++) {
        out[k] =
            from[k]
                + 0.5
                    * t
                    * (to[k]
                        - before[k]
                        + t
                            * (2 * before[k]
                                - 5 * from[k]
                                + 4 * to[k]
                                - after[k]
                                + t * (3 * (from[k] - to[k]) + after[k] - before[k])));
      }
      out[2] = Math.max(0.002, out[2]);
      return out;
    }
  }

  /** A point of the surface. */
  double[] at(double u, double v) {
    double place = Math.max(0, Math.min(1, v)) * (x.length - 1);
    int i = Math.min(x.length - 2, (int) place);
    double t = place - i;
    double r = u * (radius[i] + (radius[i + 1] - radius[i]) * t);
    return new double[] {
      x[i] + (x[i + 1] - x[i]) * t + r * (normalX[i] + (normalX[i + 1] - normalX[i]) * t),
      y[i] + (y[i + 1] - y[i]) * t + r * (normalY[i] + (normalY[i + 1] - normalY[i]) * t)
    };
  }

  /** Greatest half breadth. */
  double radius() {
    double most = 0;
    for (double r : radius) {
      most = Math.max(most, r);
    }
    return most;
  }

  /** Length of the axis. */
  double length() {
    double sum = 0;
    for (int i = 1; i < x.length; i++) {
      sum += Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
    }
    return sum;
  }

  /** The whole with its bulging ends. */
  Path2D outline() {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    bend(path, 0, -1, true);
    side(path, 1, 0, 1, false);
    bend(path, x.length - 1, 1, false);
    side(path, -1, 1, 0, false);
    path.closePath();
    return path;
  }

  /** The part of the surface between two lines along and two across it. */
  Path2D patch(double u1, double u2, double v1, double v2) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    side(path, u1, v1, v2, true);
    side(path, u2, v2, v1, false);
    path.closePath();
    return path;
  }

  /** A line over the surface. */
  Path2D line(double u1, double v1, double u2, double v2) {
    Path2D path = new Path2D.Double();
    int steps = Math.max(2, (int) (Math.abs(v2 - v1) * (x.length - 1)) + 1);
    for (int i = 0; i <= steps; i++) {
      double t = (double) i / steps;
      double[] point = at(u1 + (u2 - u1) * t, v1 + (v2 - v1) * t);
      if (i == 0) {
        path.moveTo(point[0], point[1]);
      } else {
        path.lineTo(point[0], point[1]);
      }
    }
    return path;
  }

  private void side(Path2D path, double u, double v1, double v2, boolean start) {
    int steps = Math.max(1, (int) Math.ceil(Math.abs(v2 - v1) * (x.length - 1)));
    for (int i = 0; i <= steps; i++) {
      double[] point = at(u, v1 + (v2 - v1) * i / steps);
      if (start && i == 0) {
        path.moveTo(point[0], point[1]);
      } else {
        path.lineTo(point[0], point[1]);
      }
    }
  }

  /** The bulge of one end, from u = -1 to 1 at the start and from 1 to -1 at the end. */
  private void bend(Path2D path, int i, int direction, boolean start) {
    double alongX = -normalY[i] * direction;
    double alongY = normalX[i] * direction;
    for (int k = 0; k <= 8; k++) {
      double angle = Math.PI * k / 8;
      double u = (start ? -1 : 1) * Math.cos(angle) * radius[i];
      double out = cap * Math.sin(angle) * radius[i];
      double px = x[i] + u * normalX[i] + out * alongX;
      double py = y[i] + u * normalY[i] + out * alongY;
      if (start && k == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
  }
}
