package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.BodyPart.Mark;
import io.sketchwatch.dalnet.synthetic.BodyPart.Material;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Lower;
import io.sketchwatch.dalnet.synthetic.PersonAppearance.Upper;
import io.sketchwatch.dalnet.synthetic.Skeleton.Arm;
import io.sketchwatch.dalnet.synthetic.Skeleton.Leg;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** Arms, legs and shoes with what they wear. */
final class LimbParts {

  private static final double FAR_LIGHT = 0.78;

  private final PersonAppearance person;
  private final Skeleton skeleton;
  private final double thick;

  LimbParts(PersonAppearance person, Skeleton skeleton) {
    this.person = person;
    this.skeleton = skeleton;
    this.thick = Math.sqrt(person.build());
  }

  /** Both legs, the farther first. */
  List<BodyPart> legs() {
    Leg left = skeleton.leftLeg;
    Leg right = skeleton.rightLeg;
    boolean leftIsFar =
        left.hip().depth() + left.ankle().depth() * 0.5
            < right.hip().depth() + right.ankle().depth() * 0.5;
    List<BodyPart> parts = new ArrayList<>();
    double away = 1 - (1 - FAR_LIGHT) * Math.max(0.35, Math.abs(skeleton.sin));
    addLeg(parts, leftIsFar ? left : right, away);
    addLeg(parts, leftIsFar ? right : left, 1);
    return parts;
  }

  private void addLeg(List<BodyPart> parts, Leg leg, double light) {
    boolean covered = person.upper() != Upper.DRESS && person.lower() == Lower.TROUSERS;
    if (!covered) {
      Tube bare = leg(leg, 1, 1, 0.5);
      parts.add(BodyPart.of(Material.SKIN, bare, person.skin(), light));
    }
    parts.add(shoe(leg, light));
    if (covered) {
      Tube trousers = leg(leg, person.lowerFit(), 1, 0.1);
      parts.add(
          BodyPart.of(Material.CLOTH, trousers, person.lowerColour(), light)
              .with(List.of(new Mark(trousers.line(0.1, 0.55, 0.1, 1), dark(), 0.002))));
    } else if (person.upper() != Upper.DRESS && person.lower() == Lower.SHORTS) {
      Tube shorts = leg(leg, person.lowerFit() * 1.15, 0.42, 0.1);
      parts.add(BodyPart.of(Material.CLOTH, shorts, person.lowerColour(), light));
    }
  }

  private Color dark() {
    return Wardrobe.lit(person.lowerColour(), 0.7);
  }

  /** The leg down to a part of its length, wider by how the cloth fits. */
  private Tube leg(Leg leg, double fit, double part, double cap) {
    double loose = 0.5 + 0.5 * fit;
    Tube.Builder tube =
        new Tube.Builder()
            .through(leg.hip(), 0.050 * thick * loose)
            .through(leg.hip().towards(leg.knee(), 0.55), 0.046 * thick * loose);
    if (part < 1) {
      return tube.through(leg.hip().towards(leg.knee(), 0.85), 0.045 * thick * loose).build(cap);
    }
    return tube.through(leg.knee(), 0.034 * thick * fit)
        .through(leg.knee().towards(leg.ankle(), 0.4), 0.033 * thick * fit)
        .through(leg.ankle(), 0.021 * thick * fit * fit)
        .build(cap);
  }

  private BodyPart shoe(Leg leg, double light) {
    Tube shoe =
        new Tube.Builder()
            .through(leg.heel(), 0.021)
            .through(leg.heel().towards(leg.toe(), 0.45), 0.021)
            .through(leg.toe(), 0.015)
            .build(0.8);
    return BodyPart.of(Material.LEATHER, shoe, person.shoeColour(), light);
  }

  /** Arms behind the body. */
  List<BodyPart> farArms() {
    List<BodyPart> parts = new ArrayList<>();
    for (Arm arm : List.of(skeleton.leftArm, skeleton.rightArm)) {
      if (isFar(arm)) {
        addArm(parts, arm, FAR_LIGHT);
      }
    }
    return parts;
  }

  /** Arms beside and before the body. */
  List<BodyPart> nearArms() {
    List<BodyPart> parts = new ArrayList<>();
    for (Arm arm : List.of(skeleton.leftArm, skeleton.rightArm)) {
      if (!isFar(arm)) {
        addArm(parts, arm, 1);
      }
    }
    return parts;
  }

  private static boolean isFar(Arm arm) {
    return arm.shoulder().depth() < -0.05;
  }

  private void addArm(List<BodyPart> parts, Arm arm, double light) {
    Upper upper = person.upper();
    Tube hand =
        new Tube.Builder()
            .through(arm.wrist(), 0.014)
            .through(arm.wrist().towards(arm.tips(), 0.5), 0.018)
            .through(arm.tips(), 0.01)
            .build(0.7);
    parts.add(BodyPart.of(Material.SKIN, hand, person.skin(), light));
    double loose = 0.35 + 0.65 * upper.looseness;
    if (!upper.longSleeves) {
      parts.add(BodyPart.of(Material.SKIN, arm(arm, 1), person.skin(), light));
    }
    Tube sleeve = upper.longSleeves ? arm(arm, loose) : shortSleeve(arm, loose * 1.12);
    parts.add(
        BodyPart.of(Material.CLOTH, sleeve, person.upperColour(), light)
            .with(new Pattern(person).onSleeve(sleeve)));
  }

  private Tube arm(Arm arm, double loose) {
    return new Tube.Builder()
        .through(arm.shoulder(), 0.031 * thick * loose)
        .through(arm.shoulder().towards(arm.elbow(), 0.5), 0.031 * thick * loose)
        .through(arm.elbow(), 0.026 * thick * loose)
        .through(arm.elbow().towards(arm.wrist(), 0.4), 0.025 * thick * loose)
        .through(arm.wrist(), 0.017 * thick * loose * loose)
        .build(0.85);
  }

  private Tube shortSleeve(Arm arm, double loose) {
    return new Tube.Builder()
        .through(arm.shoulder(), 0.031 * thick * loose)
        .through(arm.shoulder().towards(arm.elbow(), 0.4), 0.034 * thick * loose)
        .through(arm.shoulder().towards(arm.elbow(), 0.75), 0.035 * thick * loose)
        .build(0.7);
  }
}
