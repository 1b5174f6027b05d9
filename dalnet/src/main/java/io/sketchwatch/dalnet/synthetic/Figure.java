package io.sketchwatch.dalnet.synthetic;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A posed and dressed person as geometry, from which photos, sketches and silhouettes are all made.
 *
 * @param parts in painting order, the farthest first; in statures, x 0 in the middle, y 0 at the
 *     top of the head and 1 at the ground
 */
record Figure(List<BodyPart> parts) {

  static Figure of(PersonAppearance person, Pose pose) {
    Skeleton skeleton = new Skeleton(person.build(), pose);
    LimbParts limbs = new LimbParts(person, skeleton);
    TorsoParts torso = new TorsoParts(person, skeleton);
    HeadParts head = new HeadParts(person, skeleton);
    BagParts bags = new BagParts(person, skeleton);
    List<BodyPart> parts = new ArrayList<>(bags.behind());
    parts.addAll(head.behind());
    parts.addAll(limbs.farArms());
    parts.addAll(limbs.legs());
    parts.addAll(torso.parts());
    parts.addAll(head.parts());
    parts.addAll(bags.onBody());
    parts.addAll(limbs.nearArms());
    parts.addAll(bags.inFront());
    return new Figure(List.copyOf(parts));
  }

  /** What all parts together cover. */
  Rectangle2D bounds() {
    Rectangle2D bounds = parts.get(0).outline().getBounds2D();
    parts.forEach(part -> bounds.add(part.outline().getBounds2D()));
    return bounds;
  }
}
