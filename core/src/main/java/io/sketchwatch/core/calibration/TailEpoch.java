package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The highest scores of a long stretch of the stream, in deviations from the mean that was known
 * when each came: what they say holds wherever the scores lie and however far they spread.
 * Immutable.
 */
final class TailEpoch {

  static final TailEpoch EMPTY = new TailEpoch(0, 0, Double.NEGATIVE_INFINITY, new float[0]);

  /** Most scores that are kept. */
  static final int CAPACITY = 128;

  private final long tracklets;
  private final long millis;
  private final double level;
  private final float[] best;

  private TailEpoch(long tracklets, long millis, double level, float[] best) {
    this.tracklets = tracklets;
    this.millis = millis;
    this.level = level;
    this.best = best;
  }

  /** How many tracklets it has seen. */
  long tracklets() {
    return tracklets;
  }

  long millis() {
    return millis;
  }

  /** Every score above it is kept; those below it may be missing. */
  double level() {
    return level;
  }

  /** Ascending, none below the level; not copied. */
  float[] best() {
    return best;
  }

  /** After another window, its scores standardised by what was known before it. */
  TailEpoch with(BackgroundWindow window, ScoreMoments known) {
    int named = window.best().length;
    float[] all = Arrays.copyOf(best, best.length + named);
    for (int i = 0; i < named; i++) {
      all[best.length + i] = (float) known.standardise(window.best()[i]);
    }
    Arrays.sort(all);
    double least = window.isWhole() ? level : Math.max(level, lowest(window, known));
    if (all.length > CAPACITY) {
      least = Math.max(least, all[all.length - CAPACITY]);
    }
    return new TailEpoch(
        tracklets + window.moments().tracklets(),
        millis + window.millis(),
        least,
        from(all, least));
  }

  private static double lowest(BackgroundWindow window, ScoreMoments known) {
    return window.best().length == 0
        ? Double.POSITIVE_INFINITY
        : (float) known.standardise(window.best()[window.best().length - 1]);
  }

  /** Those at or above a level. */
  static float[] from(float[] ascending, double level) {
    int first = 0;
    while (first < ascending.length && ascending[first] < level) {
      first++;
    }
    return Arrays.copyOfRange(ascending, first, ascending.length);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(tracklets);
    out.writeLong(millis);
    out.writeDouble(level);
    out.writeShort(best.length);
    for (float score : best) {
      out.writeFloat(score);
    }
  }

  static TailEpoch read(DataInput in) throws IOException {
    long tracklets = in.readLong();
    long millis = in.readLong();
    double level = in.readDouble();
    float[] best = new float[in.readUnsignedShort()];
    for (int i = 0; i < best.length; i++) {
      best[i] = in.readFloat();
    }
    return new TailEpoch(tracklets, millis, level, best);
  }
}
