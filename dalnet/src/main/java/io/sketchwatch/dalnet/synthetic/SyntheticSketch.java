package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.image.PencilFilter;
import io.sketchwatch.dalnet.synthetic.SketchPainter.Hand;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Sketches of a person by nine artists. Three draw by hand after a description: shape, pattern and
 * darkness of the clothes, hair and bag are kept; colour is lost, proportions and tones are a
 * little off. Three are pencil filters that see the person alone on white paper. Three are the same
 * filters applied to a clear photo with its background, as someone without an artist would do.
 */
final class SyntheticSketch {

  /** Height of every sketch in pixels. */
  static final int HEIGHT = 256;

  private static final List<PencilFilter> FILTERS = List.of(PencilFilter.values());

  private SyntheticSketch() {}

  /** How many artists there are of each kind. */
  static final int VARIANTS = FILTERS.size();

  /** How many artists there are. */
  static final int ARTISTS = 3 * VARIANTS;

  /**
   * Draws one sketch.
   *
   * @param artist from 0 to {@link #ARTISTS} - 1: by hand, by filter, by filter from a photo
   * @param camera that takes the photo where one is needed
   * @return grey, {@link #HEIGHT} pixels high
   */
  static Image of(PersonAppearance person, int artist, int camera, Dice dice) {
    if (artist < 2 * VARIANTS) {
      return onPaper(person, artist, dice);
    }
    Image photo = SyntheticPhoto.clear(person, camera, dice).image();
    return FILTERS.get(artist % VARIANTS).apply(photo);
  }

  private static Image onPaper(PersonAppearance person, int artist, Dice dice) {
    Figure figure = Figure.of(person, pose(dice));
    Rectangle2D bounds = figure.bounds();
    double margin = dice.between(0.015, 0.06);
    double stature = HEIGHT / (bounds.getHeight() + 2 * margin);
    double stretch = dice.between(0.94, 1.08);
    double wide = Math.max(0.36, (bounds.getWidth() + 2 * margin) * stretch);
    int width = (int) Math.round(wide * stature);
    AffineTransform place =
        new AffineTransform(
            stature * stretch,
            0,
            0,
            stature,
            width / 2.0 - bounds.getCenterX() * stature * stretch,
            (margin - bounds.getMinY()) * stature);
    BufferedImage paper = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = paper.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, HEIGHT);
    try {
      if (artist < VARIANTS) {
        new SketchPainter(hand(artist, dice), dice).paint(g, figure, place);
        return grained(ImageCodec.fromBuffered(paper), dice);
      }
      new PersonPainter().paint(g, person, figure, place);
      return FILTERS.get(artist - VARIANTS).apply(ImageCodec.fromBuffered(paper));
    } finally {
      g.dispose();
    }
  }

  /** Artists draw from the front, half from the side, seldom from behind. */
  private static Pose pose(Dice dice) {
    Pose.View view = dice.pick(Pose.View.values(), 46, 16, 5, 14, 5, 14);
    Pose standing = Pose.standing(view);
    return new Pose(
        standing.yaw() + dice.between(-0.2, 0.2),
        dice.between(0, 1),
        dice.chance(0.6) ? dice.between(0.05, 0.3) : dice.between(0.5, 0.9),
        dice.between(0, 0.08));
  }

  private static Hand hand(int artist, Dice dice) {
    double width = dice.between(0.9, 1.6);
    double wobble = dice.between(0.4, 1.2);
    return switch (artist) {
      case 0 -> new Hand(dice.between(0.4, 0.6), 0.12, wobble, 1 + dice.below(2), width);
      case 1 -> new Hand(dice.between(0, 0.4), dice.between(0.75, 1), wobble * 0.7, 2, width);
      default -> new Hand(dice.between(0.8, 1), 0.4, wobble, 1 + dice.below(3), width);
    };
  }

  /** Graphite takes on the paper's grain; untouched paper stays white. */
  private static Image grained(Image drawing, Dice dice) {
    byte[] rgb = drawing.rgb().clone();
    for (int i = 0; i < rgb.length; i += 3) {
      double ink = 255 - (rgb[i] & 0xff);
      double tone = 255 - ink * dice.between(0.72, 1.1);
      byte level = (byte) Math.round(Math.max(0, Math.min(255, tone)));
      rgb[i] = level;
      rgb[i + 1] = level;
      rgb[i + 2] = level;
    }
    return new Image(drawing.width(), drawing.height(), rgb);
  }
}
