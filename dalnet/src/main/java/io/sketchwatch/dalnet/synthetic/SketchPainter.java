package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.BodyPart.Mark;
import io.sketchwatch.dalnet.synthetic.BodyPart.Material;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;

/**
 * Draws a figure with a pencil: wobbling outlines from the figure's own geometry, and the darkness
 * of cloth and hair as strokes or smudged graphite. Only greys on white.
 *
 * @param hand how this artist draws
 * @param dice the artist's wobble
 */
record SketchPainter(Hand hand, Dice dice) {

  /**
   * An artist's habits.
   *
   * @param hatching strokes laid for shade: 0 none, 1 dense
   * @param smudge darkness of the rubbed graphite: 0 none, 1 full
   * @param wobble of the outlines, in pixels
   * @param passes how often an outline is drawn over
   * @param width of a line, in pixels
   */
  record Hand(double hatching, double smudge, double wobble, int passes, double width) {}

  void paint(Graphics2D graphics, Figure figure, AffineTransform place) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    for (BodyPart part : figure.parts()) {
      paint(g, part, place);
    }
    g.dispose();
  }

  private void paint(Graphics2D g, BodyPart part, AffineTransform place) {
    Shape outline = place.createTransformedShape(part.outline());
    tone(g, outline, darkness(part.colour(), part.material()));
    for (Mark mark : part.marks()) {
      Shape shape = place.createTransformedShape(mark.shape());
      if (mark.width() > 0) {
        line(g, shape, 0.8, 0.75);
      } else {
        tone(g, shape, darkness(mark.colour(), Material.CLOTH));
        line(g, shape, 0.6, 0.4);
      }
    }
    if (part.tube() != null && part.material() == Material.CLOTH) {
      creases(g, part.tube(), place);
    }
    for (int pass = 0; pass < hand.passes; pass++) {
      line(g, outline, 1, 0.85);
    }
  }

  /** Pencils can't show all of a tone, and artists leave skin nearly white. */
  private static double darkness(Color colour, Material material) {
    double dark = 1 - Wardrobe.luma(colour);
    return switch (material) {
      case SKIN -> Math.max(0, dark - 0.25) * 0.45;
      case HAIR -> Math.min(1, dark * 1.1);
      case CLOTH, LEATHER -> dark;
    };
  }

  private void tone(Graphics2D g, Shape shape, double dark) {
    g.setColor(Color.WHITE);
    g.fill(shape);
    double rubbed = hand.smudge * Math.pow(dark, 1.3);
    if (rubbed > 0.02) {
      g.setColor(grey(1 - 0.8 * rubbed));
      g.fill(shape);
    }
    double strokes = hand.hatching * (dark - 0.14);
    if (strokes > 0) {
      Shape clip = g.getClip();
      g.clip(shape);
      hatch(g, shape.getBounds2D(), strokes, 1, dark);
      if (dark > 0.66) {
        hatch(g, shape.getBounds2D(), strokes * 0.9, -0.7, dark);
      }
      if (dark > 0.84) {
        hatch(g, shape.getBounds2D(), strokes * 0.8, 0.15, dark);
      }
      g.setClip(clip);
    }
  }

  /** Parallel strokes over a box, the closer the darker. */
  private void hatch(Graphics2D g, Rectangle2D box, double strokes, double slope, double dark) {
    double gap = Math.max(2.1, 7.5 - 6.2 * strokes);
    double reach = Math.abs(slope) * box.getWidth();
    Path2D path = new Path2D.Double();
    for (double y = box.getMinY() - reach; y < box.getMaxY() + reach; y += gap) {
      double from = y + dice.between(-0.15, 0.15) * gap;
      double middle = from + slope * box.getWidth() / 2 + dice.between(-0.4, 0.4) * hand.wobble;
      path.moveTo(box.getMinX(), from);
      path.quadTo(box.getCenterX(), middle, box.getMaxX(), from + slope * box.getWidth());
    }
    g.setStroke(new BasicStroke((float) (hand.width * (0.55 + 0.45 * dark))));
    g.setColor(new Color(50, 50, 50, (int) (80 + 100 * dark)));
    g.draw(path);
  }

  private void creases(Graphics2D g, Tube tube, AffineTransform place) {
    int creases = dice.below(3);
    for (int i = 0; i < creases; i++) {
      double u = dice.between(-0.8, 0.4);
      double v = dice.between(0.2, 0.9);
      Path2D crease = tube.line(u, v, u + dice.between(0.2, 0.5), Math.min(1, v + 0.06));
      line(g, place.createTransformedShape(crease), 0.7, 0.5);
    }
  }

  /** One pencil line along a shape: it wanders off, and lifts now and then. */
  private void line(Graphics2D g, Shape shape, double width, double strength) {
    double phase = dice.between(0, 6.28);
    double drift = dice.between(-0.5, 0.5) * hand.wobble;
    Path2D path = new Path2D.Double();
    PathIterator points = shape.getPathIterator(null, 0.4);
    double[] at = new double[6];
    double[] start = new double[2];
    double along = phase;
    double lastX = 0;
    double lastY = 0;
    for (; !points.isDone(); points.next()) {
      int kind = points.currentSegment(at);
      double x = kind == PathIterator.SEG_CLOSE ? start[0] : at[0];
      double y = kind == PathIterator.SEG_CLOSE ? start[1] : at[1];
      along += kind == PathIterator.SEG_MOVETO ? 0 : Math.hypot(x - lastX, y - lastY) * 0.11;
      lastX = x;
      lastY = y;
      double px = x + hand.wobble * Math.sin(along) + drift;
      double py = y + hand.wobble * Math.sin(0.83 * along + 2 * phase);
      if (kind == PathIterator.SEG_MOVETO) {
        start[0] = x;
        start[1] = y;
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    int grey = 25 + dice.below(40);
    g.setColor(new Color(grey, grey, grey, (int) (255 * strength * dice.between(0.75, 1))));
    g.setStroke(
        new BasicStroke(
            (float) (hand.width * width * dice.between(0.85, 1.2)),
            BasicStroke.CAP_ROUND,
            BasicStroke.JOIN_ROUND));
    g.draw(path);
  }

  private static Color grey(double tone) {
    int level = (int) Math.round(255 * Math.max(0, Math.min(1, tone)));
    return new Color(level, level, level);
  }
}
