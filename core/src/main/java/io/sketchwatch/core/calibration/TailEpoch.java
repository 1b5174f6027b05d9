package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How the highest scores of a long stretch of the stream lie, in deviations from the mean that was
 * known when each came: what they say holds wherever the scores lie and however far they spread.
 *
 * @param tracklets how many it has seen
 * @param millis its length
 * @param highest of their standardised scores
 */
record TailEpoch(long tracklets, long millis, HighestScores highest) {

  static final TailEpoch EMPTY = new TailEpoch(0, 0, HighestScores.NONE);

  /** Most scores that are kept. */
  static final int CAPACITY = 128;

  /** Of a slot whose mean and spread are these. */
  static TailEpoch of(RecentSlot slot, ScoreMoments known) {
    return new TailEpoch(
        slot.moments().tracklets(), slot.millis(), slot.highest().standardised(known));
  }

  boolean isEmpty() {
    return tracklets == 0;
  }

  TailEpoch plus(TailEpoch next) {
    return new TailEpoch(
        tracklets + next.tracklets, millis + next.millis, highest.plus(next.highest));
  }

  TailEpoch most(int size) {
    return new TailEpoch(tracklets, millis, highest.most(size));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(tracklets);
    out.writeLong(millis);
    highest.write(out);
  }

  static TailEpoch read(DataInput in) throws IOException {
    return new TailEpoch(in.readLong(), in.readLong(), HighestScores.read(in));
  }
}
