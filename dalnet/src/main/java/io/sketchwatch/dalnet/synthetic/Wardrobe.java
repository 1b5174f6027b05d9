package io.sketchwatch.dalnet.synthetic;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;

/** The colours that drawn people come in, each a little different from person to person. */
final class Wardrobe {

  private static final List<Color> CLOTH =
      colours(
          0x17181b, 0x1d1f24, 0x26282d, 0x3b3d42, 0x5e6066, 0x8b8d92, 0xb9bbbd, 0xe8e8e6, 0xf3f2ee,
          0x1c2742, 0x24407e, 0x3c6ec0, 0x86b4df, 0xa82528, 0xd0403a, 0x6a1f2d, 0x1f5a36, 0x5fa257,
          0x575a34, 0xc9b48c, 0x8a6a49, 0x4d3524, 0xe0c13c, 0xdd7a2a, 0xe29ab2, 0x6d4a8f, 0x2b8a8c);
  private static final List<Color> LEGS =
      colours(
          0x141517, 0x1e2024, 0x2c2e33, 0x202b45, 0x2f4468, 0x4a6690, 0x7f9cc0, 0x6e6f73, 0x9c9a94,
          0xb8a580, 0x8c7650, 0x4f4636, 0x4c5138, 0xe4e1d8, 0x5d2730);
  private static final List<Color> SHOES =
      colours(
          0x121212, 0x201f1f, 0x3a2a20, 0x6b4a30, 0xececec, 0xd8d8dc, 0x8d8f94, 0xa62f2f, 0x2d4a86);
  private static final List<Color> HAIR =
      colours(
          0x120f0e, 0x1c1613, 0x2e2018, 0x4a3222, 0x6b4a2c, 0xa07a45, 0xc9a765, 0x8f8f8f, 0xc9c8c4,
          0x7c3a1e);
  private static final List<Color> SKIN =
      colours(0xf0cdb4, 0xe3b595, 0xd29f7c, 0xb98460, 0x94623f, 0x6d452c, 0x4d3122);

  private Wardrobe() {}

  static Color cloth(Dice dice) {
    return varied(dice, dice.pick(CLOTH), 16);
  }

  static Color legs(Dice dice) {
    return varied(dice, dice.pick(LEGS), 12);
  }

  static Color shoes(Dice dice) {
    return varied(dice, dice.pick(SHOES), 8);
  }

  static Color hair(Dice dice) {
    return varied(dice, dice.pick(HAIR), 6);
  }

  static Color skin(Dice dice) {
    return varied(dice, dice.pick(SKIN), 8);
  }

  /** A colour of cloth that stands out against another by its luma. */
  static Color contrasting(Dice dice, Color ground) {
    Color colour = cloth(dice);
    while (Math.abs(luma(colour) - luma(ground)) < 0.22) {
      colour = cloth(dice);
    }
    return colour;
  }

  /** 0 (black) to 1 (white). */
  static double luma(Color colour) {
    return (0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue()) / 255;
  }

  /** The colour under more or less light; 1 leaves it as it is. */
  static Color lit(Color colour, double light) {
    return new Color(
        clamp(colour.getRed() * light),
        clamp(colour.getGreen() * light),
        clamp(colour.getBlue() * light));
  }

  private static Color varied(Dice dice, Color colour, double spread) {
    double shift = dice.gaussian() * spread / 2;
    return new Color(
        clamp(colour.getRed() + shift + dice.between(-spread, spread) / 2),
        clamp(colour.getGreen() + shift + dice.between(-spread, spread) / 2),
        clamp(colour.getBlue() + shift + dice.between(-spread, spread) / 2));
  }

  private static int clamp(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }

  private static List<Color> colours(int... rgb) {
    return Arrays.stream(rgb).mapToObj(Color::new).toList();
  }
}
