package io.sketchwatch.dalnet.synthetic;

import java.awt.Color;

/**
 * What a drawn person looks like, whatever the pose: this is the identity.
 *
 * @param stature in metres
 * @param build breadth of the body, 1 is average
 * @param skin colour of face, hands and bare limbs
 * @param hair style
 * @param hairColour its colour, the beard's too
 * @param hat on the head
 * @param hatColour its colour
 * @param upper garment of the upper body; a dress has no lower garment
 * @param upperColour its colour
 * @param pattern on the upper garment
 * @param patternColour the pattern's second colour
 * @param innerColour what an open jacket or coat shows; null if it is closed
 * @param lower garment of the legs
 * @param lowerColour its colour
 * @param lowerFit breadth of the lower garment: 1 is tight, 1.5 wide
 * @param shoeColour colour of the shoes
 * @param bag what is carried
 * @param bagColour its colour
 * @param bagOnLeft whether it hangs on the person's own left
 * @param glasses whether they are worn
 * @param beard whether there is one
 * @param umbrella whether a folded umbrella is carried in the right hand
 * @param foldSeed places folds and creases
 */
public record PersonAppearance(
    double stature,
    double build,
    Color skin,
    Hair hair,
    Color hairColour,
    Hat hat,
    Color hatColour,
    Upper upper,
    Color upperColour,
    Pattern pattern,
    Color patternColour,
    Color innerColour,
    Lower lower,
    Color lowerColour,
    double lowerFit,
    Color shoeColour,
    Bag bag,
    Color bagColour,
    boolean bagOnLeft,
    boolean glasses,
    boolean beard,
    boolean umbrella,
    long foldSeed) {

  /** Hair styles. */
  public enum Hair {
    BALD,
    SHORT,
    MEDIUM,
    LONG,
    PONYTAIL
  }

  /** Hats. */
  public enum Hat {
    NONE,
    CAP,
    BEANIE,
    BRIM
  }

  /** Garments of the upper body. Lengths are fractions of the stature, from the top of the head. */
  public enum Upper {
    T_SHIRT(0.545, 1.08, false, false),
    SHIRT(0.555, 1.1, true, false),
    JACKET(0.55, 1.24, true, true),
    COAT(0.70, 1.26, true, true),
    HOODIE(0.55, 1.24, true, false),
    DRESS(0.69, 1.03, false, false);

    final double hem;
    final double looseness;
    final boolean longSleeves;
    final boolean opens;

    Upper(double hem, double looseness, boolean longSleeves, boolean opens) {
      this.hem = hem;
      this.looseness = looseness;
      this.longSleeves = longSleeves;
      this.opens = opens;
    }
  }

  /** Patterns of the upper garment. */
  public enum Pattern {
    PLAIN,
    STRIPES,
    CHECK,
    LOGO
  }

  /** Garments of the legs. */
  public enum Lower {
    TROUSERS,
    SHORTS,
    SKIRT
  }

  /** Bags. */
  public enum Bag {
    NONE,
    BACKPACK,
    SHOULDER_BAG,
    SUITCASE
  }

  /** Draws a person at random; the same seed is the same person. */
  public static PersonAppearance of(long seed) {
    Dice dice = Dice.of(seed, 1);
    Upper upper = dice.pick(Upper.values(), 28, 16, 22, 12, 14, 8);
    Color upperColour = Wardrobe.cloth(dice);
    Color hairColour = Wardrobe.hair(dice);
    Pattern pattern = dice.pick(Pattern.values(), 52, 18, 12, 18);
    boolean open = upper.opens && dice.chance(0.45);
    return new PersonAppearance(
        dice.between(1.55, 1.92),
        dice.between(0.86, 1.26),
        Wardrobe.skin(dice),
        dice.pick(Hair.values(), 10, 40, 18, 20, 12),
        hairColour,
        dice.pick(Hat.values(), 68, 14, 11, 7),
        Wardrobe.cloth(dice),
        upper,
        upperColour,
        pattern,
        Wardrobe.contrasting(dice, upperColour),
        open ? Wardrobe.contrasting(dice, upperColour) : null,
        dice.pick(Lower.values(), 68, 17, 15),
        Wardrobe.legs(dice),
        dice.between(1, 1.5),
        Wardrobe.shoes(dice),
        dice.pick(Bag.values(), 46, 24, 20, 10),
        Wardrobe.cloth(dice),
        dice.chance(0.5),
        dice.chance(0.22),
        dice.chance(0.16),
        dice.chance(0.07),
        Dice.seed(seed, 2));
  }
}
