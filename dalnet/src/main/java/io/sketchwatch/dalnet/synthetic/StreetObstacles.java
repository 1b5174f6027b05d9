package io.sketchwatch.dalnet.synthetic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Lamp posts, trees and parked cars that people walk behind and before. */
final class StreetObstacles {

  private final Dice dice;
  private final int width;
  private final StreetGround ground;

  private StreetObstacles(Dice dice, int width, StreetGround ground) {
    this.dice = dice;
    this.width = width;
    this.ground = ground;
  }

  /** A post, a tree and a car or two, the same for the same dice. */
  static List<Sprite> of(Dice dice, int width, StreetGround ground) {
    StreetObstacles obstacles = new StreetObstacles(dice, width, ground);
    List<Sprite> sprites = new ArrayList<>();
    sprites.add(obstacles.post(dice.between(0.15, 0.4), dice.between(0.35, 0.6)));
    sprites.add(obstacles.tree(dice.between(0.6, 0.85), dice.between(0.2, 0.5)));
    sprites.add(obstacles.car(dice.between(0.2, 0.8), dice.between(0.05, 0.2)));
    if (dice.chance(0.5)) {
      sprites.add(obstacles.car(dice.between(0.2, 0.9), 1.1));
    }
    return sprites;
  }

  private Sprite post(double across, double near) {
    double y = ground.y(near);
    double x = across * width;
    double scale = ground.height(y);
    Color metal = new Color(70, 76, 80);
    return Sprite.of(
        Sprite.THING,
        y,
        new Rectangle2D.Double(x - scale * 0.5, y - scale * 2.6, scale, scale * 2.62),
        g -> {
          smooth(g);
          g.setColor(metal);
          g.fill(
              new Rectangle2D.Double(
                  x - scale * 0.028, y - scale * 2.5, scale * 0.056, scale * 2.5));
          g.fill(
              new Rectangle2D.Double(
                  x - scale * 0.05, y - scale * 0.35, scale * 0.1, scale * 0.35));
          g.setColor(new Color(225, 222, 200));
          g.fill(new Ellipse2D.Double(x - scale * 0.1, y - scale * 2.6, scale * 0.2, scale * 0.2));
          g.setColor(new Color(255, 255, 255, 60));
          g.fill(
              new Rectangle2D.Double(
                  x - scale * 0.018, y - scale * 2.4, scale * 0.012, scale * 2.4));
        });
  }

  private Sprite tree(double across, double near) {
    double y = ground.y(near);
    double x = across * width;
    double scale = ground.height(y);
    Dice leaves = Dice.of(dice.below(1 << 20));
    return Sprite.of(
        Sprite.THING,
        y,
        new Rectangle2D.Double(x - scale, y - scale * 3, scale * 2, scale * 3.02),
        g -> {
          smooth(g);
          g.setColor(new Color(84, 66, 50));
          g.fill(
              new Rectangle2D.Double(x - scale * 0.07, y - scale * 1.9, scale * 0.14, scale * 1.9));
          g.setColor(new Color(0, 0, 0, 50));
          g.setStroke(new BasicStroke((float) (scale * 0.02)));
          for (int i = -2; i <= 2; i++) {
            double bark = x + i * scale * 0.028;
            g.draw(new Line2D.Double(bark, y, bark + scale * 0.02, y - scale * 1.7));
          }
          for (int i = 0; i < 70; i++) {
            double size = scale * leaves.between(0.15, 0.4);
            double left = x + scale * leaves.between(-0.85, 0.5);
            double top = y - scale * leaves.between(1.75, 2.9);
            int green = 70 + leaves.below(60);
            g.setColor(new Color(green * 2 / 3, green, green / 3));
            g.fill(new Ellipse2D.Double(left, top, size, size * 0.8));
          }
        });
  }

  private Sprite car(double across, double near) {
    double y = ground.y(near);
    double x = across * width;
    double tall = ground.height(Math.min(y, ground.close())) * 0.62;
    Color paint = Wardrobe.cloth(dice);
    return Sprite.of(
        Sprite.THING,
        y,
        new Rectangle2D.Double(x - tall * 1.6, y - tall * 1.1, tall * 3.2, tall * 1.2),
        g -> {
          smooth(g);
          StreetBackdrop.car(g, x, y, tall, paint);
        });
  }

  private static void smooth(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
  }
}
