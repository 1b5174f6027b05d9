package io.sketchwatch.dalnet.loss;

/**
 * Which pairs of anchors and partners count as right and as wrong.
 *
 * @param positive anchor by partner: of one identity
 * @param negative anchor by partner: of two identities
 */
record PairMasks(boolean[][] positive, boolean[][] negative) {

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

  PairMasks transposed() {
    return new PairMasks(transposed(positive), transposed(negative));
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
