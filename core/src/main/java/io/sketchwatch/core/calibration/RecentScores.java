package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The short memory of a background: how many come, where their scores lie and how far they spread.
 * Traffic is that of the last ten slots. So are mean and spread, together with four to eight hours
 * before them as long as these tell no other. A slot is a window, or several that hold few
 * tracklets. Immutable.
 *
 * @param slots the last ten, oldest first
 * @param settled what came before them
 * @param settledSlots how many slots that is
 * @param earlier what came before that
 */
record RecentScores(
    List<RecentSlot> slots, ScoreMoments settled, int settledSlots, ScoreMoments earlier) {

  static final RecentScores NONE =
      new RecentScores(List.of(), ScoreMoments.NONE, 0, ScoreMoments.NONE);

  /** Fewest tracklets of a slot that says anything. */
  static final int LEAST = 25;

  private static final int SLOTS = 10;
  private static final int SETTLED_SLOTS = 48;

  /** Standard errors within which an hour tells the same as those before. */
  private static final double SAME = 2;

  /** Begins with a window. */
  static RecentScores of(RecentSlot first) {
    return new RecentScores(List.of(first), ScoreMoments.NONE, 0, ScoreMoments.NONE);
  }

  /** Whether it has come so far that a change now is not still the last one. */
  boolean isFull() {
    return slots.size() == SLOTS;
  }

  boolean isEmpty() {
    return last().moments().tracklets() == 0;
  }

  /** The last slots as one. */
  RecentSlot last() {
    return slots.stream()
        .reduce(RecentSlot::plus)
        .orElse(new RecentSlot(0, ScoreMoments.NONE, 0, 0));
  }

  /** Mean and spread of now. */
  ScoreMoments moments() {
    ScoreMoments last = last().moments();
    ScoreMoments before = settled.plus(earlier);
    return before.tracklets() > 0 && areAlike(last, before) ? last.plus(before) : last;
  }

  private static boolean areAlike(ScoreMoments last, ScoreMoments before) {
    double error = SAME * Math.sqrt(1.0 / last.tracklets() + 1.0 / before.tracklets());
    double spread = last.deviation() / before.deviation();
    return Math.abs(before.standardise(last.mean())) < error
        && Math.abs(spread - 1) < error / Math.sqrt(2);
  }

  RecentScores with(RecentSlot slot) {
    List<RecentSlot> more = new ArrayList<>(slots);
    int end = more.size() - 1;
    if (end >= 0 && more.get(end).moments().tracklets() < LEAST) {
      more.set(end, more.get(end).plus(slot));
    } else {
      more.add(slot);
    }
    return more.size() <= SLOTS
        ? new RecentScores(List.copyOf(more), settled, settledSlots, earlier)
        : settle(more.remove(0).moments(), more);
  }

  private RecentScores settle(ScoreMoments oldest, List<RecentSlot> others) {
    return settledSlots < SETTLED_SLOTS
        ? new RecentScores(List.copyOf(others), settled.plus(oldest), settledSlots + 1, earlier)
        : new RecentScores(List.copyOf(others), oldest, 1, settled);
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(slots.size());
    for (RecentSlot slot : slots) {
      slot.write(out);
    }
    settled.write(out);
    out.writeByte(settledSlots);
    earlier.write(out);
  }

  static RecentScores read(DataInput in) throws IOException {
    RecentSlot[] slots = new RecentSlot[in.readUnsignedByte()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = RecentSlot.read(in);
    }
    return new RecentScores(
        List.of(slots), ScoreMoments.read(in), in.readUnsignedByte(), ScoreMoments.read(in));
  }
}
