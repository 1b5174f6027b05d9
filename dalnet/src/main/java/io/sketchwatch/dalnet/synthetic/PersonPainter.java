package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.BodyPart.Mark;
import io.sketchwatch.dalnet.synthetic.BodyPart.Material;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/**
 * Paints a person as a camera would see them: round limbs, folds in the cloth, shade on the far
 * side. The same person in the same pose under the same light gives the same pixels.
 */
public final class PersonPainter {

  private final Light light;

  /** Paints under even light. */
  public PersonPainter() {
    this(Light.EVEN);
  }

  PersonPainter(Light light) {
    this.light = light;
  }

  /**
   * Paints a person.
   *
   * @param graphics target, of any transform
   * @param footX middle of the feet
   * @param footY ground line
   * @param height of the standing person in pixels; bags may reach beyond
   */
  public void paint(
      Graphics2D graphics,
      PersonAppearance person,
      Pose pose,
      double footX,
      double footY,
      double height) {
    paint(graphics, person, Figure.of(person, pose), place(footX, footY, height));
  }

  /** Takes statures to pixels. */
  static AffineTransform place(double footX, double footY, double height) {
    return new AffineTransform(height, 0, 0, height, footX, footY - height);
  }

  void paint(Graphics2D graphics, PersonAppearance person, Figure figure, AffineTransform place) {
    Graphics2D g = (Graphics2D) graphics.create();
    prepare(g);
    g.transform(place);
    int bands = (int) Math.max(5, Math.min(13, place.getScaleY() / 25));
    int index = 0;
    for (BodyPart part : figure.parts()) {
      paint(g, part, bands, Dice.of(person.foldSeed(), index++));
    }
    g.dispose();
  }

  /** The figure in one colour, without shade. */
  static void paintSilhouette(
      Graphics2D graphics, Figure figure, AffineTransform place, Color colour) {
    Graphics2D g = (Graphics2D) graphics.create();
    prepare(g);
    g.transform(place);
    g.setColor(colour);
    figure.parts().forEach(part -> g.fill(part.outline()));
    g.dispose();
  }

  private static void prepare(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  private void paint(Graphics2D g, BodyPart part, int bands, Dice dice) {
    g.setColor(Wardrobe.lit(part.colour(), part.light()));
    g.fill(part.outline());
    for (Mark mark : part.marks()) {
      g.setColor(mark.colour());
      if (mark.width() > 0) {
        g.setStroke(new BasicStroke((float) mark.width()));
        g.draw(mark.shape());
      } else {
        g.fill(mark.shape());
      }
    }
    if (part.tube() == null) {
      shadeFlat(g, part);
    } else {
      shadeRound(g, part.tube(), bands);
      if (part.material() == Material.CLOTH) {
        fold(g, part.tube(), dice);
      }
    }
    g.setStroke(new BasicStroke(0.003f));
    g.setColor(new Color(0, 0, 0, 70));
    g.draw(part.outline());
  }

  private void shadeRound(Graphics2D g, Tube tube, int bands) {
    for (int i = 0; i < bands; i++) {
      double from = Math.sin(Math.PI * ((double) i / bands - 0.5));
      double to = Math.sin(Math.PI * ((i + 1.0) / bands - 0.5));
      g.setColor(veil(light.at((from + to) / 2)));
      g.fill(tube.patch(from, to, 0, 1));
    }
  }

  private void shadeFlat(Graphics2D g, BodyPart part) {
    Rectangle2D box = part.outline().getBounds2D();
    g.setPaint(
        new GradientPaint(
            (float) box.getMinX(),
            (float) box.getMinY(),
            veil(light.at(-0.8) + 0.05),
            (float) box.getMaxX(),
            (float) box.getMaxY(),
            veil(light.at(0.8) - 0.08)));
    g.fill(part.outline());
  }

  /** Black that lets the given part of the light through, or white where it is more. */
  private static Color veil(double brightness) {
    double lit = brightness + 0.04;
    return lit < 1
        ? new Color(0, 0, 0, (int) Math.min(255, (1 - lit) * 255))
        : new Color(255, 255, 255, (int) Math.min(40, (lit - 1) * 400));
  }

  /** Creases across the tube, thicker near its ends, each with its lit edge. */
  private static void fold(Graphics2D g, Tube tube, Dice dice) {
    int folds = 3 + dice.below(4);
    for (int i = 0; i < folds; i++) {
      double v = dice.between(0.12, 0.95);
      double u = dice.between(-0.9, 0.5);
      double length = dice.between(0.3, 0.9);
      double slope = dice.between(-0.12, 0.18);
      double thick = dice.between(0.006, 0.018);
      double end = Math.min(0.95, u + length);
      g.setStroke(new BasicStroke((float) thick, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.setColor(new Color(0, 0, 0, 14 + dice.below(22)));
      g.draw(tube.line(u, v, end, Math.min(1, v + slope)));
      g.setColor(new Color(255, 255, 255, 4 + dice.below(12)));
      double under = thick / Math.max(0.05, tube.length());
      g.draw(tube.line(u, v + under, end, Math.min(1, v + slope + under)));
    }
  }
}
