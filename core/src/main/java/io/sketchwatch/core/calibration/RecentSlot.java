package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A short stretch of the latest past.
 *
 * @param millis its length
 * @param moments of its tracklets
 * @param highest of their scores
 */
record RecentSlot(long millis, ScoreMoments moments, HighestScores highest) {

  static final RecentSlot NONE = new RecentSlot(0, ScoreMoments.NONE, HighestScores.NONE);

  static RecentSlot of(BackgroundWindow window) {
    return new RecentSlot(window.millis(), window.moments(), HighestScores.of(window));
  }

  RecentSlot plus(RecentSlot next) {
    return new RecentSlot(
        millis + next.millis, moments.plus(next.moments), highest.plus(next.highest));
  }

  /** The same, as one slot. */
  RecentSlot with(RecentSlot next) {
    RecentSlot both = plus(next);
    return new RecentSlot(both.millis, both.moments, both.highest.most(BackgroundWindow.MOST));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(millis);
    moments.write(out);
    highest.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param version of the layout of {@link ScoreBackground}; the first two counted what was above
   *     the level of a tail, and named no scores
   */
  static RecentSlot read(int version, DataInput in) throws IOException {
    long millis = in.readLong();
    ScoreMoments moments = ScoreMoments.read(in);
    if (version > 2) {
      return new RecentSlot(millis, moments, HighestScores.read(in));
    }
    in.skipBytes(Integer.BYTES + Double.BYTES);
    return new RecentSlot(millis, moments, HighestScores.UNKNOWN);
  }
}
