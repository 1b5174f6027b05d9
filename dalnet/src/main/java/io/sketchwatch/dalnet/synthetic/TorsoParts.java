package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.BodyPart.Mark;
import io.sketchwatch.dalnet.synthetic.BodyPart.Material;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Lower;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Upper;
import io.sketchwatch.dalnet.synthetic.Skeleton.Joint;
import io.sketchwatch.dalnet.synthetic.Skeleton.Leg;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The trunk: seat of the trousers or skirt, upper garment, collar, hood and fastening. */
final class TorsoParts {

  private static final double SHOULDER = 0.2;
  private static final double HIP = 0.5;

  private final PersonAppearance person;
  private final Skeleton skeleton;
  private final Upper upper;

  TorsoParts(PersonAppearance person, Skeleton skeleton) {
    this.person = person;
    this.skeleton = skeleton;
    this.upper = person.upper();
  }

  List<BodyPart> parts() {
    List<BodyPart> parts = new ArrayList<>();
    if (upper != Upper.DRESS) {
      parts.add(person.lower() == Lower.SKIRT ? skirt() : seat());
    }
    parts.add(neck());
    parts.add(garment());
    if (upper == Upper.HOODIE) {
      parts.add(hood());
    }
    return parts;
  }

  private BodyPart neck() {
    Tube tube =
        new Tube.Builder()
            .through(skeleton.at(0, 0.1, 0.008), 0.029)
            .through(skeleton.at(0, 0.18, 0), 0.034)
            .build(0.4);
    return BodyPart.of(Material.SKIN, tube, person.skin(), 0.85);
  }

  private BodyPart seat() {
    Tube tube =
        new Tube.Builder()
            .through(skeleton.at(0, 0.45, 0), breadth(0.09, 0.064))
            .through(skeleton.at(0, 0.5, 0), breadth(0.097, 0.07))
            .through(skeleton.at(0, 0.545, 0), breadth(0.09, 0.062))
            .build(0.15);
    return BodyPart.of(Material.CLOTH, tube, person.lowerColour(), 1);
  }

  private BodyPart skirt() {
    Tube tube =
        new Tube.Builder()
            .through(skeleton.at(0, 0.44, 0), breadth(0.085, 0.062))
            .through(skeleton.at(0, 0.53, 0), breadth(0.104, 0.08))
            .through(
                skeleton.at(0, 0.69, 0), hemBreadth(0.69, 0.095 + 0.05 * (person.lowerFit() - 1)))
            .build(0.12);
    return BodyPart.of(Material.CLOTH, tube, person.lowerColour(), 1);
  }

  private BodyPart garment() {
    double loose = upper.looseness;
    double shoulders = 0.62 + 0.38 * person.build();
    Tube.Builder tube =
        new Tube.Builder()
            .through(skeleton.at(0, 0.158, 0), skeleton.breadth(0.042, 0.042))
            .through(skeleton.at(0, 0.178, 0), skeleton.breadth(0.072 * shoulders, 0.05))
            .through(
                skeleton.at(0, SHOULDER, 0),
                skeleton.breadth(0.105 * shoulders, 0.06 * person.build()))
            .through(skeleton.at(0, 0.28, 0), loose * breadth(0.094, 0.07))
            .through(
                skeleton.at(0, 0.4, 0),
                loose * breadth(upper == Upper.DRESS ? 0.075 : 0.084, 0.068))
            .through(skeleton.at(0, HIP, 0), loose * breadth(0.092, 0.072));
    if (upper.hem > 0.6) {
      tube.through(skeleton.at(0, 0.6, 0), hemBreadth(0.6, 0.097 * loose));
    }
    Tube torso =
        tube.through(skeleton.at(0, upper.hem, 0), hemBreadth(upper.hem, 0.094 * loose)).build(0.1);
    List<Mark> marks = new ArrayList<>(new Pattern(person).onTorso(torso, skeleton));
    fastening(marks, torso);
    return BodyPart.of(Material.CLOTH, torso, person.upperColour(), 1).with(marks);
  }

  private void fastening(List<Mark> marks, Tube torso) {
    if (person.innerColour() != null) {
      surface(torso, -0.42, 0.42, 0.02, 1)
          .ifPresent(strip -> marks.add(new Mark(strip, person.innerColour(), 0)));
    } else if (upper == Upper.SHIRT || upper.opens) {
      surfaceLine(marks, torso, 0, 0.05);
    }
    if (upper.opens || upper == Upper.SHIRT) {
      surfaceLine(marks, torso, -0.42, 0.02);
      surfaceLine(marks, torso, 0.42, 0.02);
    }
    if (upper == Upper.HOODIE) {
      surface(torso, -0.7, 0.7, 0.7, 0.88)
          .ifPresent(pocket -> marks.add(new Mark(pocket, line(), 0.004)));
    }
    if (upper == Upper.DRESS) {
      marks.add(new Mark(torso.line(-1, 0.5, 1, 0.5), line(), 0.006));
    }
  }

  private Color line() {
    double light = Wardrobe.luma(person.upperColour()) < 0.25 ? 1.9 : 0.6;
    return Wardrobe.lit(person.upperColour(), light);
  }

  /** A line down the front at an angle from its middle; the two collar lines stop early. */
  private void surfaceLine(List<Mark> marks, Tube torso, double angle, double from) {
    double u = across(angle);
    if (visible(angle)) {
      double to = angle == 0 || person.innerColour() != null ? 1 : 0.22;
      marks.add(new Mark(torso.line(u, from, angle == 0 ? u : u * 0.8, to), line(), 0.005));
    }
  }

  /** The part of the front between two angles, if any is seen. */
  private Optional<Path2D> surface(Tube torso, double from, double to, double top, double bottom) {
    double first = visible(from) ? across(from) : Math.signum(across(from));
    double second = visible(to) ? across(to) : Math.signum(across(to));
    if ((!visible(from) && !visible(to)) || Math.abs(first - second) < 0.05) {
      return Optional.empty();
    }
    return Optional.of(torso.patch(Math.min(first, second), Math.max(first, second), top, bottom));
  }

  /** Where an angle from the front's middle (to the person's left) lies across the torso. */
  private double across(double angle) {
    double width = 0.1;
    double depth = 0.072;
    double x = width * Math.sin(angle) * skeleton.cos + depth * Math.cos(angle) * skeleton.sin;
    return x / skeleton.breadth(width, depth);
  }

  private boolean visible(double angle) {
    return 0.072 * Math.cos(angle) * skeleton.cos - 0.1 * Math.sin(angle) * skeleton.sin > 0;
  }

  /** A hood lying on the back, or its rim before the neck. */
  private BodyPart hood() {
    boolean back = skeleton.cos < -0.15;
    Joint top = skeleton.at(0, back ? 0.135 : 0.145, -0.035);
    Joint bottom = skeleton.at(0, back ? 0.235 : 0.19, back ? -0.05 : 0.02);
    Tube tube =
        new Tube.Builder()
            .through(top, skeleton.breadth(0.055, 0.03))
            .through(top.towards(bottom, 0.5), skeleton.breadth(0.07, 0.045))
            .through(bottom, skeleton.breadth(back ? 0.035 : 0.045, 0.03))
            .build(0.3);
    return BodyPart.of(Material.CLOTH, tube, Wardrobe.lit(person.upperColour(), 0.92), 1);
  }

  private double breadth(double halfWidth, double halfDepth) {
    return skeleton.breadth(halfWidth * person.build(), halfDepth * person.build());
  }

  /** Wide enough for the legs that step out below. */
  private double hemBreadth(double level, double halfWidth) {
    double part = Math.min(1, Math.max(0, (level - HIP) / 0.235));
    double most = breadth(halfWidth, halfWidth * 0.75);
    for (Leg leg : List.of(skeleton.leftLeg, skeleton.rightLeg)) {
      Joint joint = leg.hip().towards(leg.knee(), part);
      most = Math.max(most, Math.abs(joint.x()) + 0.046 * person.build());
    }
    return most;
  }
}
