package io.sketchwatch.dalnet.synthetic;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance from a seed: the same seed always falls the same way. Not thread-safe.
 *
 * <p>Separate things take separate dice ({@link #of} with a number that names the thing), so that
 * drawing one more of the first does not change the second.
 */
final class Dice {

  private final SplittableRandom random;

  private Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Dice of their own for every sequence of numbers. */
  static Dice of(long... parts) {
    return new Dice(seed(parts));
  }

  /** One number from several, by SplitMix64's finaliser. */
  static long seed(long... parts) {
    long hash = 0x9E3779B97F4A7C15L;
    for (long part : parts) {
      hash = (hash ^ part) + 0x9E3779B97F4A7C15L;
      hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
      hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
      hash ^= hash >>> 31;
    }
    return hash;
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double gaussian() {
    return random.nextGaussian();
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** One of the choices, each as likely as its weight. */
  <T> T pick(T[] choices, int... weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int left = random.nextInt(sum);
    int i = 0;
    while (left >= weights[i]) {
      left -= weights[i++];
    }
    return choices[i];
  }
}
