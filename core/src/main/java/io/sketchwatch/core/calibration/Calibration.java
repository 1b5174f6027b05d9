package io.sketchwatch.core.calibration;

import io.sketchwatch.core.layout.LayoutVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;

/** What scores mean for one query under one model at one time. Immutable. */
public final class Calibration {

  private static final int VERSION = 1;
  private static final double DAY = Duration.ofDays(1).toMillis();

  private final ScoreMoments recent;
  private final double trackletsPerDay;
  private final BackgroundTail tail;

  Calibration(RecentSlot last, ScoreMoments recent, BackgroundTail tail) {
    this(last.moments().tracklets() * DAY / last.millis(), recent, tail);
  }

  private Calibration(double trackletsPerDay, ScoreMoments recent, BackgroundTail tail) {
    this.trackletsPerDay = trackletsPerDay;
    this.recent = recent;
    this.tail = tail;
  }

  /** The traffic of late. */
  public double trackletsPerDay() {
    return trackletsPerDay;
  }

  /**
   * The score that so many people a day who are not the target reach.
   *
   * @param falseAlertsPerDay above zero
   * @return at most 1
   */
  public double threshold(double falseAlertsPerDay) {
    double standard = tail.quantile(Math.min(1, falseAlertsPerDay / trackletsPerDay));
    return Math.min(1, recent.mean() + standard * recent.deviation());
  }

  /** How likely a tracklet that is not the target is to reach a score, 0 to 1. */
  public double exceedance(double score) {
    return tail.survival(recent.standardise(score));
  }

  /** How many people a day who are not the target reach a score. */
  public double expectedFalseAlertsPerDay(double score) {
    return trackletsPerDay * exceedance(score);
  }

  /**
   * Whether a score is beyond what the background has shown often enough to count, so that only the
   * fitted tail speaks of it.
   */
  public boolean extrapolated(double score) {
    return tail.isBeyond(recent.standardise(score));
  }

  /** Bytes: version (1 byte), tracklets a day (8), mean and spread (24), the tail (40). */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeDouble(trackletsPerDay);
    recent.write(out);
    tail.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if that is of a later version
   */
  public static Calibration read(DataInput in) throws IOException {
    LayoutVersion.check("Calibration", VERSION, in);
    return new Calibration(in.readDouble(), ScoreMoments.read(in), BackgroundTail.read(in));
  }
}
