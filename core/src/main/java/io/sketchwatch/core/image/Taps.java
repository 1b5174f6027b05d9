package io.sketchwatch.core.image;

/**
 * The weights of a triangle filter whose support grows with the reduction: output {@code i} is the
 * sum of {@code weights[tap][i]} times input {@code inputs[tap][i]} over all taps. Its first {@code
 * count[i]} weights sum to 1, the others are 0.
 *
 * @param count taps of each output that count
 * @param inputs by tap and output
 * @param weights by tap and output
 */
record Taps(int[] count, int[][] inputs, float[][] weights) {

  private static final int COLOURS = 3;

  static Taps of(int inputs, int outputs) {
    double scale = (double) inputs / outputs;
    double support = Math.max(1, scale);
    int[] from = new int[outputs];
    int[] count = new int[outputs];
    int most = 0;
    for (int i = 0; i < outputs; i++) {
      double centre = (i + 0.5) * scale;
      from[i] = Math.max(0, (int) (centre - support + 0.5));
      count[i] = Math.min(inputs, (int) (centre + support + 0.5)) - from[i];
      most = Math.max(most, count[i]);
    }
    Taps taps = new Taps(count, new int[most][outputs], new float[most][outputs]);
    for (int i = 0; i < outputs; i++) {
      taps.put(i, from[i], (i + 0.5) * scale, support);
    }
    return taps;
  }

  private void put(int output, int from, double centre, double support) {
    double sum = 0;
    for (int tap = 0; tap < weights.length; tap++) {
      int used = Math.min(tap, count[output] - 1);
      inputs[tap][output] = from + used;
      if (used == tap) {
        double weight = Math.max(0, 1 - Math.abs((from + tap - centre + 0.5) / support));
        weights[tap][output] = (float) weight;
        sum += weight;
      }
    }
    for (int tap = 0; tap < count[output]; tap++) {
      weights[tap][output] /= (float) sum;
    }
  }

  /** The same for rows of interleaved colours: three inputs and outputs for each of these. */
  Taps ofColours() {
    int outputs = COLOURS * count.length;
    Taps colours =
        new Taps(
            new int[outputs], new int[inputs.length][outputs], new float[inputs.length][outputs]);
    for (int i = 0; i < outputs; i++) {
      int pixel = i / COLOURS;
      colours.count[i] = count[pixel];
      for (int tap = 0; tap < inputs.length; tap++) {
        colours.inputs[tap][i] = COLOURS * inputs[tap][pixel] + i % COLOURS;
        colours.weights[tap][i] = weights[tap][pixel];
      }
    }
    return colours;
  }

  int outputs() {
    return count.length;
  }

  /** First input after those of an output. */
  int end(int output) {
    return inputs[0][output] + count[output];
  }
}
