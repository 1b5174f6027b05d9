package io.sketchwatch.dalnet.loss;

/** Which pairs of anchors (down) and partners (across) count as right and as wrong. */
final class PairMasks {

  private final boolean[][] positive;
  private final boolean[][] negative;

  PairMasks(boolean[][] positive, boolean[][] negative) {
    this.positive = positive;
    this.negative = negative;
  }

  /** Equal identities are right, others wrong. */
  static PairMasks ofIdentities(long[] anchors, long[] partners) {
    boolean[][] same = new boolean[anchors.length][partners.length];
    boolean[][] other = new boolean[anchors.length][partners.length];
    for (int i = 0; i < anchors.length; i++) {
      for (int j = 0; j < partners.length; j++) {
        same[i][j] = anchors[i] == partners[j];
        other[i][j] = !same[i][j];
      }
    }
    return new PairMasks(same, other);
  }

  /** Pairs of one identity. */
  boolean[][] positive() {
    return positive;
  }

  /** Pairs of two identities. */
  boolean[][] negative() {
    return negative;
  }

  /** The same pairs with anchors and partners exchanged. */
  PairMasks transposed() {
    return new PairMasks(transposed(positive), transposed(negative));
  }

  /** The same pairs but for those of a row with itself. */
  PairMasks withoutSelf() {
    boolean[][] others = new boolean[positive.length][];
    for (int i = 0; i < others.length; i++) {
      others[i] = positive[i].clone();
      others[i][i] = false;
    }
    return new PairMasks(others, negative);
  }

  /** Weights that make a sum over anchors the mean over those that have pairs of both kinds. */
  float[] anchorWeights() {
    float[] weights = new float[positive.length];
    int valid = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = any(positive[i]) && any(negative[i]) ? 1 : 0;
      valid += (int) weights[i];
    }
    for (int i = 0; i < weights.length && valid > 0; i++) {
      weights[i] /= valid;
    }
    return weights;
  }

  private static boolean any(boolean[] row) {
    for (boolean value : row) {
      if (value) {
        return true;
      }
    }
    return false;
  }

  private static boolean[][] transposed(boolean[][] mask) {
    boolean[][] turned = new boolean[mask[0].length][mask.length];
    for (int i = 0; i < mask.length; i++) {
      for (int j = 0; j < mask[i].length; j++) {
        turned[j][i] = mask[i][j];
      }
    }
    return turned;
  }
}
