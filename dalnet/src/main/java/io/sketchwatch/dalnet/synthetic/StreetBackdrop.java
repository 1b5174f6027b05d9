package io.sketchwatch.dalnet.synthetic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** An empty street: house fronts, parked cars, pavement and road, different for every seed. */
final class StreetBackdrop {

  /** Where the fronts end and the ground begins, as a part of the height. */
  static final double GROUND = 0.43;

  private final Dice dice;
  private final int width;
  private final int height;
  private final Graphics2D g;

  private StreetBackdrop(long seed, BufferedImage target) {
    this.dice = Dice.of(seed, 11);
    this.width = target.getWidth();
    this.height = target.getHeight();
    this.g = target.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
  }

  static BufferedImage paint(long seed, int width, int height) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    StreetBackdrop street = new StreetBackdrop(seed, target);
    street.fronts();
    street.ground();
    street.parkedCars();
    street.g.dispose();
    return target;
  }

  private void fronts() {
    double x = -width * dice.between(0, 0.2);
    while (x < width) {
      double breadth = width * dice.between(0.18, 0.42);
      front(x, breadth);
      x += breadth;
    }
  }

  private void front(double x, double breadth) {
    double bottom = height * GROUND;
    Color wall = earth(0.35, 0.8);
    fill(new Rectangle2D.Double(x, 0, breadth + 1, bottom), wall, 0.9);
    if (dice.chance(0.5)) {
      bricks(x, breadth, bottom, wall);
    }
    double storey = height * dice.between(0.16, 0.2);
    double window = breadth / (2 + dice.below(3));
    for (double top = bottom - 2.1 * storey; top > -storey; top -= storey) {
      for (double left = x + window * 0.2; left < x + breadth - window * 0.5; left += window) {
        pane(left, top + storey * 0.15, window * 0.6, storey * 0.7);
      }
    }
    if (dice.chance(0.55)) {
      pane(x + breadth * 0.08, bottom - storey * 0.95, breadth * 0.55, storey * 0.75);
      fill(
          new Rectangle2D.Double(x, bottom - storey * 1.2, breadth, storey * 0.2),
          Wardrobe.cloth(dice),
          0.9);
    } else {
      pane(x + breadth * 0.1, bottom - storey * 0.85, breadth * 0.25, storey * 0.5);
    }
    double doorWidth = Math.min(breadth * 0.22, height * 0.09);
    fill(
        new Rectangle2D.Double(x + breadth * 0.7, bottom - storey * 0.98, doorWidth, storey),
        Wardrobe.lit(Wardrobe.cloth(dice), 0.7),
        0.8);
  }

  private void bricks(double x, double breadth, double bottom, Color wall) {
    Color joint = Wardrobe.lit(wall, dice.between(0.8, 1.15));
    g.setColor(joint);
    g.setStroke(new BasicStroke(0.8f));
    double course = height * 0.011;
    int row = 0;
    for (double y = 0; y < bottom; y += course, row++) {
      g.draw(new Rectangle2D.Double(x, y, breadth, 0.1));
      for (double left = x + (row % 2) * course * 1.1; left < x + breadth; left += course * 2.2) {
        g.draw(new Rectangle2D.Double(left, y, 0.1, course));
      }
    }
  }

  private void pane(double x, double y, double breadth, double tall) {
    Color glass = dice.chance(0.3) ? earth(0.5, 0.9) : new Color(52, 62, 74);
    Rectangle2D shape = new Rectangle2D.Double(x, y, breadth, tall);
    g.setPaint(
        new GradientPaint(
            (float) x,
            (float) y,
            Wardrobe.lit(glass, dice.between(1, 1.6)),
            (float) (x + breadth),
            (float) (y + tall),
            Wardrobe.lit(glass, 0.6)));
    g.fill(shape);
    g.setColor(earth(0.6, 0.95));
    g.setStroke(new BasicStroke((float) (height * 0.005)));
    g.draw(shape);
  }

  private void ground() {
    double top = height * GROUND;
    Color pavement = earth(0.5, 0.78);
    fill(new Rectangle2D.Double(0, top, width, height - top), pavement, 1.12);
    g.setColor(alpha(Wardrobe.lit(pavement, 0.75), 130));
    g.setStroke(new BasicStroke(1));
    double y = top;
    for (double step = height * 0.012; y < height; step *= 1.22, y += step) {
      g.draw(new Rectangle2D.Double(0, y, width, 0.1));
    }
    for (int i = -14; i <= 14; i++) {
      Path2D joint = new Path2D.Double();
      joint.moveTo(width * 0.5 + i * width * 0.06, top);
      joint.lineTo(width * 0.5 + i * width * 0.17, height);
      g.draw(joint);
    }
    if (dice.chance(0.7)) {
      road(dice.between(0.6, 0.75), dice.between(0.1, 0.18));
    }
    for (int i = 0; i < 60; i++) {
      double size = height * dice.between(0.004, 0.03);
      double at = dice.between(top, height);
      g.setColor(alpha(dice.chance(0.6) ? Color.BLACK : Color.WHITE, 8 + dice.below(16)));
      g.fill(new Ellipse2D.Double(dice.between(0, width), at, size * 4, size));
    }
  }

  private void road(double from, double breadth) {
    Color tar = earth(0.28, 0.42);
    double y = height * from;
    double tall = height * breadth;
    fill(new Rectangle2D.Double(0, y, width, tall), tar, 1.1);
    fill(
        new Rectangle2D.Double(0, y - height * 0.012, width, height * 0.012), earth(0.6, 0.8), 0.9);
    g.setColor(new Color(205, 205, 198, 190));
    for (double x = dice.between(0, 60); x < width; x += width * 0.16) {
      g.fill(new Rectangle2D.Double(x, y + tall * 0.5, width * 0.08, tall * 0.05));
    }
  }

  private void parkedCars() {
    int cars = dice.below(3);
    for (int i = 0; i < cars; i++) {
      car(g, dice.between(0, width), height * (GROUND + 0.03), height * 0.13, Wardrobe.cloth(dice));
    }
  }

  /**
   * A car from its side.
   *
   * @param x middle
   * @param ground y of the tyres' lower edge
   * @param tall height of the car
   */
  static void car(Graphics2D g, double x, double ground, double tall, Color paint) {
    double length = tall * 2.9;
    double left = x - length / 2;
    g.setColor(new Color(0, 0, 0, 90));
    g.fill(new Ellipse2D.Double(left, ground - tall * 0.09, length, tall * 0.16));
    Path2D cabin = new Path2D.Double();
    cabin.moveTo(left + length * 0.17, ground - tall * 0.55);
    cabin.lineTo(left + length * 0.3, ground - tall);
    cabin.lineTo(left + length * 0.68, ground - tall);
    cabin.lineTo(left + length * 0.83, ground - tall * 0.55);
    cabin.closePath();
    g.setColor(new Color(38, 46, 56));
    g.fill(cabin);
    g.setColor(Wardrobe.lit(paint, 0.9));
    g.setStroke(new BasicStroke((float) (tall * 0.07)));
    g.draw(cabin);
    g.setPaint(
        new GradientPaint(
            0,
            (float) (ground - tall * 0.6),
            Wardrobe.lit(paint, 1.25),
            0,
            (float) ground,
            Wardrobe.lit(paint, 0.5)));
    g.fill(
        new RoundRectangle2D.Double(
            left, ground - tall * 0.6, length, tall * 0.45, tall * 0.3, tall * 0.3));
    for (double part : new double[] {0.2, 0.8}) {
      double centre = left + length * part;
      double wheel = tall * 0.19;
      g.setColor(new Color(18, 18, 20));
      g.fill(new Ellipse2D.Double(centre - wheel, ground - 2 * wheel, 2 * wheel, 2 * wheel));
      g.setColor(new Color(140, 142, 146));
      g.fill(new Ellipse2D.Double(centre - wheel / 2, ground - wheel * 1.5, wheel, wheel));
    }
  }

  /** Fills with the colour on top and the same colour under other light at the bottom. */
  private void fill(Rectangle2D shape, Color colour, double bottomLight) {
    g.setPaint(
        new GradientPaint(
            0,
            (float) shape.getMinY(),
            colour,
            0,
            (float) shape.getMaxY(),
            Wardrobe.lit(colour, bottomLight)));
    g.fill(shape);
  }

  /** A greyish colour as walls and stones have it. */
  private Color earth(double least, double most) {
    double grey = dice.between(least, most) * 255;
    double warm = dice.between(-0.06, 0.14);
    return Wardrobe.lit(
        new Color(
            (int) Math.min(255, grey * (1 + warm)),
            (int) grey,
            (int) (grey * (1 - Math.abs(warm)))),
        1);
  }

  private static Color alpha(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
