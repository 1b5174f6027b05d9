package io.sketchwatch.operators.frame;

import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time of frames: the capture time; the watermark is the highest capture time minus {@link
 * #DELAY}, and for live cameras never ahead of the wall clock. Frames whose time is not believed
 * ({@link CaptureTimeLimit}) and records that are no frames don't move it.
 */
public final class CaptureTimeWatermarks implements WatermarkStrategy<ParsedFrame> {

  /** How far frames of one partition may be out of order. */
  public static final Duration DELAY = Duration.ofSeconds(5);

  /** A partition that is silent for so long no longer holds the others back. */
  public static final Duration IDLENESS = Duration.ofSeconds(30);

  private static final long serialVersionUID = 1;

  private final CaptureTimeLimit limit;
  private final Clock clock;

  CaptureTimeWatermarks(CaptureTimeLimit limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** The strategy of the frame source, with idleness. */
  public static WatermarkStrategy<ParsedFrame> of(CaptureTimeLimit limit) {
    return of(limit, Clock.systemUTC());
  }

  /** The same with a given wall clock, which must be serialisable. */
  public static WatermarkStrategy<ParsedFrame> of(CaptureTimeLimit limit, Clock clock) {
    return new CaptureTimeWatermarks(limit, clock).withIdleness(IDLENESS);
  }

  @Override
  public TimestampAssigner<ParsedFrame> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (parsed, recordTimestamp) ->
        isBelieved(parsed) ? parsed.frame().captureTime().toEpochMilli() : recordTimestamp;
  }

  @Override
  public WatermarkGenerator<ParsedFrame> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return new Generator();
  }

  private boolean isBelieved(ParsedFrame parsed) {
    return parsed.frame() != null && limit.allows(parsed.frame().captureTime(), clock.millis());
  }

  private final class Generator implements WatermarkGenerator<ParsedFrame> {

    private long highest = Long.MIN_VALUE;

    @Override
    public void onEvent(ParsedFrame parsed, long timestamp, WatermarkOutput output) {
      if (isBelieved(parsed)) {
        highest = Math.max(highest, timestamp);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (highest != Long.MIN_VALUE) {
        long delayed = highest - DELAY.toMillis();
        output.emitWatermark(
            new Watermark(limit.isBound() ? Math.min(delayed, clock.millis()) : delayed));
      }
    }
  }
}
