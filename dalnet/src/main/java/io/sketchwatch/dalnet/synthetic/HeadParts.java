package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.BodyPart.Mark;
import io.sketchwatch.dalnet.synthetic.BodyPart.Material;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Hair;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Hat;
import io.sketchwatch.dalnet.synthetic.Skeleton.Joint;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Face, hair, beard, glasses and hat. */
final class HeadParts {

  private static final Color DARK = new Color(40, 28, 24);

  private final PersonAppearance person;
  private final Skeleton skeleton;
  private final boolean back;

  HeadParts(PersonAppearance person, Skeleton skeleton) {
    this.person = person;
    this.skeleton = skeleton;
    this.back = skeleton.cos < -0.4;
  }

  /** Hair that the body hides in part. */
  List<BodyPart> behind() {
    return back ? List.of() : hanging();
  }

  List<BodyPart> parts() {
    List<BodyPart> parts = new ArrayList<>();
    parts.add(face());
    if (person.hair() != Hair.BALD) {
      parts.add(BodyPart.of(Material.HAIR, hair(), person.hairColour()));
    }
    if (back) {
      parts.addAll(hanging());
    }
    hat(parts);
    return parts;
  }

  private BodyPart face() {
    double breadth = skeleton.breadth(0.047, 0.056);
    Tube tube =
        new Tube.Builder()
            .through(skeleton.at(0, 0.012, 0.004), breadth * 0.66)
            .through(skeleton.at(0, 0.05, 0.008), breadth)
            .through(skeleton.at(0, 0.09, 0.012), breadth * 0.9)
            .through(skeleton.at(0, 0.125, 0.018), breadth * 0.5)
            .build(0.5);
    List<Mark> marks = new ArrayList<>();
    if (person.beard() && !back) {
      double shift = 0.35 * skeleton.sin;
      double left = Math.max(-1, shift - 0.85);
      double right = Math.min(1, shift + 0.85);
      marks.add(new Mark(tube.patch(left, right, 0.7, 1), person.hairColour(), 0));
    }
    features(marks);
    return BodyPart.of(Material.SKIN, tube, person.skin(), 1).with(marks);
  }

  private void features(List<Mark> marks) {
    for (int side = -1; side <= 1; side += 2) {
      Joint eye = skeleton.at(side * 0.019, 0.07, 0.048);
      if (eye.depth() > 0.012) {
        marks.add(new Mark(ellipse(eye, 0.0075, 0.0038), DARK, 0));
        marks.add(new Mark(ellipse(skeleton.at(side * 0.019, 0.06, 0.05), 0.011, 0.0028), DARK, 0));
        if (person.glasses()) {
          marks.add(new Mark(ellipse(eye, 0.015, 0.011), DARK, 0.005));
        }
      }
    }
    Joint nose = skeleton.at(0, 0.086, 0.058);
    if (nose.depth() > 0) {
      Color shade = Wardrobe.lit(person.skin(), 0.7);
      marks.add(new Mark(ellipse(nose, 0.007, 0.009), shade, 0));
      marks.add(new Mark(ellipse(skeleton.at(0, 0.108, 0.05), 0.015, 0.003), shade, 0));
    }
    if (person.glasses() && Math.abs(skeleton.sin) > 0.5 && !back) {
      Joint front = skeleton.at(0, 0.07, 0.055);
      Joint ear = skeleton.at(0, 0.07, -0.005);
      Path2D arm = new Path2D.Double();
      arm.moveTo(front.x(), front.y());
      arm.lineTo(ear.x(), ear.y());
      marks.add(new Mark(arm, DARK, 0.005));
    }
  }

  /** The skull's ellipse, less the face where it is turned to the viewer. */
  private Shape hair() {
    boolean full = person.hair() == Hair.LONG || person.hair() == Hair.MEDIUM;
    double grow = full ? 0.009 : 0.003;
    Joint skull = skeleton.at(0, full ? 0.062 : 0.054, -0.006);
    Shape whole =
        ellipse(skull, skeleton.breadth(0.05 + grow, 0.06 + grow), (full ? 0.066 : 0.056) + grow);
    if (back) {
      return whole;
    }
    Area visible = new Area(whole);
    Joint face = skeleton.at(0, 0.095, 0.05);
    visible.subtract(new Area(ellipse(face, skeleton.breadth(0.041, 0.05), 0.064)));
    return visible;
  }

  /** Long hair and ponytails. */
  private List<BodyPart> hanging() {
    if (person.hair() == Hair.LONG) {
      Tube tube =
          new Tube.Builder()
              .through(skeleton.at(0, 0.05, -0.02), skeleton.breadth(0.056, 0.05))
              .through(skeleton.at(0, 0.13, -0.03), skeleton.breadth(0.062, 0.045))
              .through(skeleton.at(0, 0.235, -0.05), skeleton.breadth(0.055, 0.03))
              .build(0.3);
      return List.of(BodyPart.of(Material.HAIR, tube, person.hairColour(), 0.9));
    }
    if (person.hair() == Hair.PONYTAIL) {
      Tube tube =
          new Tube.Builder()
              .through(skeleton.at(0, 0.045, -0.055), 0.014)
              .through(skeleton.at(0, 0.09, -0.085), 0.02)
              .through(skeleton.at(0, 0.19, -0.075), 0.011)
              .build(0.8);
      return List.of(BodyPart.of(Material.HAIR, tube, person.hairColour(), 0.9));
    }
    return List.of();
  }

  private void hat(List<BodyPart> parts) {
    if (person.hat() == Hat.NONE) {
      return;
    }
    boolean beanie = person.hat() == Hat.BEANIE;
    Joint rim = skeleton.at(0, beanie ? 0.058 : 0.048, 0);
    double breadth = skeleton.breadth(0.054, 0.064);
    double height = beanie ? 0.072 : 0.062;
    Shape dome =
        new Arc2D.Double(
            rim.x() - breadth, rim.y() - height, 2 * breadth, 2 * height, 0, 180, Arc2D.CHORD);
    List<BodyPart> worn = new ArrayList<>();
    worn.add(BodyPart.of(Material.CLOTH, dome, person.hatColour()));
    if (person.hat() == Hat.BRIM) {
      Shape brim = ellipse(rim, skeleton.breadth(0.1, 0.105), 0.014);
      worn.add(BodyPart.of(Material.CLOTH, brim, Wardrobe.lit(person.hatColour(), 0.85)));
    } else if (person.hat() == Hat.CAP && !back) {
      Shape peak = ellipse(skeleton.at(0, 0.053, 0.07), skeleton.breadth(0.042, 0.045), 0.011);
      worn.add(BodyPart.of(Material.CLOTH, peak, Wardrobe.lit(person.hatColour(), 0.8)));
    } else if (beanie) {
      Shape band = new Ellipse2D.Double(rim.x() - breadth, rim.y() - 0.016, 2 * breadth, 0.026);
      worn.add(BodyPart.of(Material.CLOTH, band, Wardrobe.lit(person.hatColour(), 0.85)));
    }
    parts.addAll(worn);
  }

  private static Shape ellipse(Joint centre, double halfWidth, double halfHeight) {
    return new Ellipse2D.Double(
        centre.x() - halfWidth, centre.y() - halfHeight, 2 * halfWidth, 2 * halfHeight);
  }
}
