package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.BodyPart.Mark;
import io.sketchwatch.dalnet.synthetic.BodyPart.Material;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Bag;
import io.sketchwatch.dalnet.synthetic.Skeleton.Joint;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Backpack, shoulder bag, suitcase and umbrella, each before or behind the body as it is seen. */
final class BagParts {

  private static final double STRAP = 0.007;

  private final PersonAppearance person;
  private final Skeleton skeleton;
  private final int side;

  BagParts(PersonAppearance person, Skeleton skeleton) {
    this.person = person;
    this.skeleton = skeleton;
    this.side = person.bagOnLeft() ? 1 : -1;
  }

  List<BodyPart> behind() {
    List<BodyPart> parts = new ArrayList<>();
    if (person.bag() == Bag.BACKPACK && skeleton.cos > -0.05) {
      parts.add(backpack());
    }
    if (!sideIsNear()) {
      addSideBag(parts);
    }
    return parts;
  }

  /** Straps over the chest or back. */
  List<BodyPart> onBody() {
    List<BodyPart> parts = new ArrayList<>();
    if (person.bag() == Bag.BACKPACK) {
      if (skeleton.cos > -0.05) {
        addShoulderStraps(parts);
      } else {
        parts.add(backpack());
      }
    } else if (person.bag() == Bag.SHOULDER_BAG) {
      double front = skeleton.cos >= 0 ? 0.066 : -0.066;
      parts.add(
          strap(
              skeleton.at(-side * 0.075, 0.18, 0.01),
              skeleton.at(-side * 0.01, 0.33, front),
              skeleton.at(side * 0.095 * person.build(), 0.47, front * 0.4)));
    }
    return parts;
  }

  List<BodyPart> inFront() {
    List<BodyPart> parts = new ArrayList<>();
    if (sideIsNear()) {
      addSideBag(parts);
    }
    if (person.umbrella()) {
      Joint hand = skeleton.rightArm.wrist().towards(skeleton.rightArm.tips(), 0.6);
      Tube stick =
          new Tube.Builder()
              .through(hand.x(), hand.y() - 0.02, 0.006)
              .through(hand.x(), hand.y() + 0.08, 0.014)
              .through(hand.x() + 0.01, hand.y() + 0.33, 0.004)
              .build(0.5);
      parts.add(BodyPart.of(Material.CLOTH, stick, Wardrobe.lit(person.hatColour(), 0.6), 1));
    }
    return parts;
  }

  private boolean sideIsNear() {
    return -side * skeleton.sin >= -0.3;
  }

  private void addSideBag(List<BodyPart> parts) {
    if (person.bag() == Bag.SHOULDER_BAG) {
      Joint top = skeleton.at(side * 0.125 * person.build(), 0.455, 0);
      parts.add(box(top, 0.14, skeleton.breadth(0.03, 0.075), 0.3));
    } else if (person.bag() == Bag.SUITCASE) {
      Skeleton.Arm arm = side > 0 ? skeleton.leftArm : skeleton.rightArm;
      Joint top = skeleton.at(side * 0.2, 0.7, -0.13);
      parts.add(strap(arm.wrist().towards(arm.tips(), 0.6), top, top));
      parts.add(box(top, 0.28, skeleton.breadth(0.07, 0.055), 0.12));
    }
  }

  private BodyPart backpack() {
    Joint top = skeleton.at(0, 0.19, -0.1);
    BodyPart box = box(top, 0.235, skeleton.breadth(0.085, 0.055), 0.35);
    if (skeleton.cos > 0) {
      return box;
    }
    Tube tube = box.tube();
    List<Mark> marks = new ArrayList<>(box.marks());
    marks.add(new Mark(tube.patch(-0.7, 0.7, 0.55, 0.9), edge(), 0.004));
    return box.with(marks);
  }

  private void addShoulderStraps(List<BodyPart> parts) {
    for (int shoulder = -1; shoulder <= 1; shoulder += 2) {
      Joint chest = skeleton.at(shoulder * 0.066, 0.27, 0.07);
      if (chest.depth() > 0) {
        Joint arm = skeleton.at(shoulder * 0.092, 0.37, 0.04);
        parts.add(strap(skeleton.at(shoulder * 0.062, 0.175, 0), chest, arm));
      }
    }
  }

  private BodyPart strap(Joint from, Joint over, Joint to) {
    Tube tube =
        new Tube.Builder().through(from, STRAP).through(over, STRAP).through(to, STRAP).build(0);
    return BodyPart.of(Material.LEATHER, tube, Wardrobe.lit(person.bagColour(), 0.8), 1);
  }

  private BodyPart box(Joint top, double height, double halfWidth, double round) {
    Tube tube =
        new Tube.Builder()
            .through(top.x(), top.y(), halfWidth * (1 - 0.4 * round))
            .through(top.x(), top.y() + height * 0.15, halfWidth)
            .through(top.x(), top.y() + height * 0.85, halfWidth)
            .through(top.x(), top.y() + height, halfWidth * 0.92)
            .build(round * 0.6);
    Path2D flap = tube.line(-1, 0.3, 1, 0.3);
    return BodyPart.of(Material.LEATHER, tube, person.bagColour(), 1)
        .with(List.of(new Mark(flap, edge(), 0.005)));
  }

  private Color edge() {
    return Wardrobe.lit(person.bagColour(), Wardrobe.luma(person.bagColour()) < 0.25 ? 2 : 0.6);
  }
}
