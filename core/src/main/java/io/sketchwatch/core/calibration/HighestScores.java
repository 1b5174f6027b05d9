package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The highest scores of some tracklets: all above a level, and none below it. Immutable. */
final class HighestScores {

  /** Of nobody. */
  static final HighestScores NONE = new HighestScores(Double.NEGATIVE_INFINITY, new float[0]);

  /** Of tracklets whose scores were not named. */
  static final HighestScores UNKNOWN = new HighestScores(Double.POSITIVE_INFINITY, new float[0]);

  private final double level;
  private final float[] ascending;

  private HighestScores(double level, float[] ascending) {
    this.level = level;
    this.ascending = ascending;
  }

  static HighestScores of(BackgroundWindow window) {
    float[] ascending = new float[window.best().length];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = (float) window.best()[ascending.length - 1 - i];
    }
    return new HighestScores(window.level(), ascending);
  }

  /** Of these tracklets and others. */
  HighestScores plus(HighestScores others) {
    double higher = Math.max(level, others.level);
    int mine = placeOf(higher);
    int theirs = others.placeOf(higher);
    float[] all = new float[ascending.length - mine + others.ascending.length - theirs];
    for (int i = 0; i < all.length; i++) {
      boolean isMine =
          theirs == others.ascending.length
              || (mine < ascending.length && ascending[mine] <= others.ascending[theirs]);
      all[i] = isMine ? ascending[mine++] : others.ascending[theirs++];
    }
    return new HighestScores(higher, all);
  }

  /** Only so many. */
  HighestScores most(int size) {
    int first = ascending.length - size;
    return first <= 0
        ? this
        : new HighestScores(
            ascending[first], Arrays.copyOfRange(ascending, first, ascending.length));
  }

  /** In deviations from a mean. */
  HighestScores standardised(ScoreMoments known) {
    float[] standard = new float[ascending.length];
    for (int i = 0; i < standard.length; i++) {
      standard[i] = (float) known.standardise(ascending[i]);
    }
    double standardLevel = Double.isInfinite(level) ? level : (float) known.standardise(level);
    return new HighestScores(standardLevel, standard);
  }

  /** How many of those held are above a score. */
  int above(double score) {
    int above = 0;
    while (above < ascending.length && ascending[ascending.length - 1 - above] > score) {
      above++;
    }
    return above;
  }

  double[] descending() {
    double[] descending = new double[ascending.length];
    for (int i = 0; i < descending.length; i++) {
      descending[i] = ascending[ascending.length - 1 - i];
    }
    return descending;
  }

  private int placeOf(double score) {
    int place = 0;
    while (place < ascending.length && ascending[place] < score) {
      place++;
    }
    return place;
  }

  /** Bytes: the level (8), how many (2), each (4). */
  void write(DataOutput out) throws IOException {
    out.writeDouble(level);
    out.writeShort(ascending.length);
    for (float score : ascending) {
      out.writeFloat(score);
    }
  }

  static HighestScores read(DataInput in) throws IOException {
    double level = in.readDouble();
    float[] ascending = new float[in.readUnsignedShort()];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = in.readFloat();
    }
    return new HighestScores(level, ascending);
  }
}
