package io.sketchwatch.dalnet.synthetic;

import java.awt.Color;
import java.awt.Shape;
import java.util.List;

/**
 * One visible piece of a figure: a sleeve, a face, a shoe.
 *
 * @param material what it is made of
 * @param tube its surface; null for a flat shape
 * @param outline its border
 * @param colour under full light
 * @param light 1 in the open, less on the far side of the body
 * @param marks patterns and details on it, in painting order
 */
record BodyPart(
    Material material, Tube tube, Shape outline, Color colour, double light, List<Mark> marks) {

  /** What a part is made of: only cloth has folds and pencil outlines differ. */
  enum Material {
    SKIN,
    CLOTH,
    HAIR,
    LEATHER
  }

  /**
   * A detail on a part.
   *
   * @param shape in statures
   * @param colour under full light
   * @param width of its line, in statures; 0 if the shape is filled
   */
  record Mark(Shape shape, Color colour, double width) {}

  static BodyPart of(Material material, Tube tube, Color colour, double light) {
    return new BodyPart(material, tube, tube.outline(), colour, light, List.of());
  }

  static BodyPart of(Material material, Shape shape, Color colour) {
    return new BodyPart(material, null, shape, colour, 1, List.of());
  }

  BodyPart with(List<Mark> details) {
    return new BodyPart(material, tube, outline, colour, light, List.copyOf(details));
  }
}
