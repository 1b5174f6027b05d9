package io.sketchwatch.core.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The short memory of a background: how many come, where their scores lie and how far they spread.
 * Traffic is that of the last eleven slots. So are mean and spread, each together with four to
 * eight hours before as long as these tell no other: scores that lie elsewhere now, but spread as
 * before, have their spread from all. A slot is a window, or several that hold few tracklets.
 * Immutable.
 *
 * @param slots the last eleven, oldest first
 * @param settled what came before them
 * @param settledSlots how many slots that is
 * @param earlier what came before that
 */
record RecentScores(
    List<RecentSlot> slots, SettledScores settled, int settledSlots, SettledScores earlier) {

  static final RecentScores NONE =
      new RecentScores(List.of(), SettledScores.NONE, 0, SettledScores.NONE);

  /** Fewest tracklets of a slot that says anything. */
  static final int LEAST = 25;

  /** As many windows of five minutes as are known an hour after a change. */
  private static final int SLOTS = 11;

  private static final int SETTLED_SLOTS = 48;

  /** Begins with a window. */
  static RecentScores of(RecentSlot first) {
    return new RecentScores(List.of(first), SettledScores.NONE, 0, SettledScores.NONE);
  }

  /**
   * After a window that is unlike the last slots: only those stay that are likely to have come
   * after the change, by the maximum likelihood of one change in normal scores.
   *
   * @param samePlace whether its mean is no other, as far as one window can tell
   * @param sameSpread whether its spread is no other
   */
  RecentScores changed(RecentSlot window, boolean samePlace, boolean sameSpread) {
    SettledScores before = settled.plus(earlier);
    ScoreMoments after = lastMoments().plus(window.moments());
    SettledScores likeliest = before;
    int kept = slots.size();
    double least = Double.POSITIVE_INFINITY;
    for (int change = 0; change <= slots.size(); change++) {
      double unlikely = before.place().surprise() + after.surprise();
      if (unlikely <= least && change > slots.size() - SLOTS) {
        least = unlikely;
        likeliest = before;
        kept = change;
      }
      if (change < slots.size()) {
        ScoreMoments next = slots.get(change).moments();
        before = before.plus(SettledScores.of(next));
        after = after.minus(next);
      }
    }
    List<RecentSlot> since =
        Stream.concat(slots.subList(kept, slots.size()).stream(), Stream.of(window)).toList();
    return new RecentScores(since, likeliest.only(samePlace, sameSpread), kept, SettledScores.NONE);
  }

  /** Whether a change is no longer among the last slots. */
  boolean isFull() {
    return slots.size() >= SLOTS;
  }

  boolean isEmpty() {
    return lastMoments().tracklets() == 0;
  }

  /** The last slots as one. */
  RecentSlot last() {
    return slots.stream().reduce(RecentSlot.NONE, RecentSlot::plus);
  }

  /** Mean and spread of now, as of the tracklets of the last slots. */
  ScoreMoments moments() {
    return settled.plus(earlier).sharpen(lastMoments());
  }

  private ScoreMoments lastMoments() {
    return slots.stream().map(RecentSlot::moments).reduce(ScoreMoments.NONE, ScoreMoments::plus);
  }

  /** How the highest scores of the last slots lie, by mean and spread of now. */
  TailEpoch tail() {
    return TailEpoch.of(last(), moments());
  }

  RecentScores with(RecentSlot slot) {
    List<RecentSlot> more = new ArrayList<>(slots);
    int end = more.size() - 1;
    if (end >= 0 && more.get(end).moments().tracklets() < LEAST) {
      more.set(end, more.get(end).with(slot));
    } else {
      more.add(slot);
    }
    return more.size() <= SLOTS
        ? new RecentScores(List.copyOf(more), settled, settledSlots, earlier)
        : settle(more.remove(0), List.copyOf(more));
  }

  private RecentScores settle(RecentSlot oldest, List<RecentSlot> others) {
    SettledScores more = SettledScores.of(oldest.moments());
    return settledSlots < SETTLED_SLOTS
        ? new RecentScores(others, settled.plus(more), settledSlots + 1, earlier)
        : new RecentScores(others, more, 1, settled);
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

  /**
   * Reads what {@link #write} wrote.
   *
   * @param version of the layout of {@link ScoreBackground}
   */
  static RecentScores read(int version, DataInput in) throws IOException {
    RecentSlot[] slots = new RecentSlot[in.readUnsignedByte()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = RecentSlot.read(version, in);
    }
    return new RecentScores(
        List.of(slots),
        SettledScores.read(version, in),
        in.readUnsignedByte(),
        SettledScores.read(version, in));
  }
}
