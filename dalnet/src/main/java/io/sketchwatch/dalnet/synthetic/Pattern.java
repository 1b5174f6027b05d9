package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.dalnet.synthetic.BodyPart.Mark;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Lays the upper garment's pattern over torso and sleeves. */
final class Pattern {

  private static final double SPACING = 0.036;

  private final PersonAppearance person;

  Pattern(PersonAppearance person) {
    this.person = person;
  }

  List<Mark> onSleeve(Tube sleeve) {
    return bands(sleeve, 3);
  }

  /**
   * The torso's marks.
   *
   * @param skeleton tells which part of the chest is seen
   */
  List<Mark> onTorso(Tube torso, Skeleton skeleton) {
    if (person.pattern() == PersonAppearance.Pattern.LOGO) {
      return logo(torso, skeleton);
    }
    return bands(torso, 7);
  }

  private List<Mark> bands(Tube tube, int columns) {
    List<Mark> marks = new ArrayList<>();
    boolean check = person.pattern() == PersonAppearance.Pattern.CHECK;
    if (!check && person.pattern() != PersonAppearance.Pattern.STRIPES) {
      return marks;
    }
    Color colour = person.patternColour();
    Color ink =
        check ? new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 170) : colour;
    double step = SPACING / tube.length();
    double breadth = step * (check ? 0.35 : 0.45);
    for (double v = step * 0.7; v + breadth < 1; v += step) {
      marks.add(new Mark(tube.patch(-1, 1, v, v + breadth), ink, 0));
    }
    for (int i = 0; check && i < columns; i++) {
      double from = Math.sin(Math.PI * ((i + 0.3) / columns - 0.5));
      double to = Math.sin(Math.PI * ((i + 0.65) / columns - 0.5));
      marks.add(new Mark(tube.patch(from, to, 0.02, 1), ink, 0));
    }
    return marks;
  }

  /** A print on the chest or, two times in three, on the back too. */
  private List<Mark> logo(Tube torso, Skeleton skeleton) {
    boolean back = skeleton.cos < 0;
    if ((back && Math.floorMod(person.foldSeed(), 3) == 0) || Math.abs(skeleton.cos) < 0.3) {
      return List.of();
    }
    double middle = (back ? -1 : 1) * skeleton.sin * 0.6;
    double half = 0.48 * Math.abs(skeleton.cos);
    boolean wide = Math.floorMod(person.foldSeed(), 2) == 0;
    double top = 0.26;
    double bottom = wide ? 0.36 : 0.46;
    Path2D shape =
        wide
            ? torso.patch(middle - half, middle + half, top, bottom)
            : torso.patch(middle - half * 0.8, middle + half * 0.8, top, bottom);
    return List.of(new Mark(shape, person.patternColour(), 0));
  }
}
