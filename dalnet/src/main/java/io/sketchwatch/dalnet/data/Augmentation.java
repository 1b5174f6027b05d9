package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import java.util.Random;

/**
 * The random changes that training makes to pictures. Photos are shifted, mirrored, made grey and
 * partly erased; sketches are shifted and mirrored on their own.
 *
 * @param padding most pixels of a shift, 0 or more
 * @param mirror probability of exchanging left and right
 * @param erasing probability of erasing a part of a photo
 * @param channelExchange probability of making a photo grey
 */
public record Augmentation(int padding, double mirror, double erasing, double channelExchange) {

  private static final int BLACK = 0;
  private static final int PAPER = 255;

  public Augmentation {
    if (padding < 0) {
      throw new IllegalArgumentException("Padding must be at least 0, but was " + padding);
    }
    for (double probability : new double[] {mirror, erasing, channelExchange}) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "Probability of an augmentation must be 0 to 1, but was " + probability);
      }
    }
  }

  /** Draws a shift and mirroring. */
  Geometry drawGeometry(Random random) {
    return Geometry.draw(random, padding, mirror);
  }

  /** A photo, shifted and mirrored. */
  Image move(Image photo, Geometry geometry) {
    return geometry.apply(photo, BLACK);
  }

  /** Writes a photo that was moved as a network input, its colours and content changed. */
  void writePhoto(Image moved, InputSpec input, Random random, float[] target, int offset) {
    boolean grey = random.nextDouble() < channelExchange;
    input.write(grey ? ChannelExchange.apply(moved, random) : moved, target, offset);
    if (random.nextDouble() < erasing) {
      RandomErasing.apply(target, offset, input, random);
    }
  }

  /** Writes a changed sketch as a network input. */
  void writeSketch(Image sketch, InputSpec input, Random random, float[] target, int offset) {
    input.write(drawGeometry(random).apply(sketch, PAPER), target, offset);
  }
}
