package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A short stretch of the latest past.
 *
 * @param millis its length
 * @param moments of its tracklets
 * @param above how many of them were above the level of the tail
 * @param expectedAbove how many should have been
 */
record RecentSlot(long millis, ScoreMoments moments, int above, double expectedAbove) {

  RecentSlot plus(RecentSlot next) {
    return new RecentSlot(
        millis + next.millis,
        moments.plus(next.moments),
        above + next.above,
        expectedAbove + next.expectedAbove);
  }

  /** Without what the tail says of it. */
  RecentSlot uncounted() {
    return new RecentSlot(millis, moments, 0, 0);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(millis);
    moments.write(out);
    out.writeInt(above);
    out.writeDouble(expectedAbove);
  }

  static RecentSlot read(DataInput in) throws IOException {
    return new RecentSlot(in.readLong(), ScoreMoments.read(in), in.readInt(), in.readDouble());
  }
}
