package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.model.InputSpec;
import java.util.Arrays;
import java.util.Random;

/**
 * Overwrites a rectangle with the mean colour (Zhong et al., AAAI 2020): 2% to 40% of the area,
 * side ratio 0.3 to 3.3.
 */
final class RandomErasing {

  private static final double LEAST_AREA = 0.02;
  private static final double MOST_AREA = 0.4;
  private static final double LEAST_RATIO = 0.3;
  private static final int ATTEMPTS = 100;

  private RandomErasing() {}

  /** Erases in the normalised planes of one picture, where the mean colour is 0. */
  static void apply(float[] planes, int offset, InputSpec input, Random random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double area = between(LEAST_AREA, MOST_AREA, random) * input.width() * input.height();
      double ratio = between(LEAST_RATIO, 1 / LEAST_RATIO, random);
      int height = (int) Math.round(Math.sqrt(area * ratio));
      int width = (int) Math.round(Math.sqrt(area / ratio));
      if (height < input.height() && width < input.width()) {
        int top = random.nextInt(input.height() - height);
        int left = random.nextInt(input.width() - width);
        erase(planes, offset, input, top, left, height, width);
        return;
      }
    }
  }

  private static void erase(
      float[] planes, int offset, InputSpec input, int top, int left, int height, int width) {
    for (int plane = 0; plane < 3; plane++) {
      for (int y = top; y < top + height; y++) {
        int from = offset + (plane * input.height() + y) * input.width() + left;
        Arrays.fill(planes, from, from + width, 0);
      }
    }
  }

  private static double between(double low, double high, Random random) {
    return low + (high - low) * random.nextDouble();
  }
}
