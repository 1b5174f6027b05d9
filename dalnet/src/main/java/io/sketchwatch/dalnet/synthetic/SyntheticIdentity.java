package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.Image;

/**
 * A made-up person with any number of photos and sketches, all drawn when asked for. The same seed
 * and index give the same bytes, in any order and from any thread.
 *
 * @param seed names the person
 * @param appearance what stays the same in every picture
 */
public record SyntheticIdentity(long seed, PersonAppearance appearance) {

  public static SyntheticIdentity of(long seed) {
    return new SyntheticIdentity(seed, PersonAppearance.of(seed));
  }

  /** A crop; photos 0 to 7 come from eight cameras. */
  public SyntheticPhoto photo(int index) {
    int first = Math.floorMod(Dice.seed(seed, 31), SyntheticPhoto.CAMERAS);
    int camera = (first + 3 * index) % SyntheticPhoto.CAMERAS;
    return SyntheticPhoto.of(appearance, camera, Dice.of(seed, 32, index));
  }

  /**
   * A pencil drawing, grey on white, 256 pixels high. Drawings by hand and pencil filters
   * alternate; sketches 0 to 5 are in six styles.
   */
  public Image sketch(int index) {
    int half = SyntheticSketch.STYLES / 2;
    int first = Math.floorMod(Dice.seed(seed, 33), SyntheticSketch.STYLES);
    int turn = first + index;
    int style = turn % 2 * half + turn / 2 % half;
    return SyntheticSketch.of(appearance, style, Dice.of(seed, 34, index));
  }
}
