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
    return SyntheticPhoto.of(appearance, camera(index), Dice.of(seed, 32, index));
  }

  /**
   * A pencil drawing in greys, 256 pixels high. Drawings by hand, by a filter on white paper, and
   * by a filter from a photo take turns; sketches 0 to 8 are by nine artists. The photo that is
   * drawn from is none of {@link #photo}: it has its own pose and place, and the cameras are taken
   * from the other end.
   */
  public Image sketch(int index) {
    int camera = camera(SyntheticPhoto.CAMERAS - 1 - index % SyntheticPhoto.CAMERAS);
    return SyntheticSketch.of(appearance, artist(index), camera, Dice.of(seed, 34, index));
  }

  /** Who draws a sketch: 0 to 2 by hand, 3 to 5 filters, 6 to 8 filters from a photo. */
  int artist(int index) {
    int turn = Math.floorMod(Dice.seed(seed, 33), SyntheticSketch.ARTISTS) + index;
    return turn % 3 * SyntheticSketch.VARIANTS + turn / 3 % SyntheticSketch.VARIANTS;
  }

  private int camera(int index) {
    int first = Math.floorMod(Dice.seed(seed, 31), SyntheticPhoto.CAMERAS);
    return (first + 3 * index) % SyntheticPhoto.CAMERAS;
  }
}
