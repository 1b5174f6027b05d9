package io.sketchwatch.operators.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.RecordOrigin;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class CaptureTimeWatermarksTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final RecordOrigin ORIGIN = new RecordOrigin("frames", 0, 0);

  @Test
  void shouldStayFiveSecondsBehindTheHighestCaptureTime() {
    assertThat(
            watermarkAfter(
                CaptureTimeLimit.LIVE,
                NOW.minusSeconds(10),
                NOW.minusSeconds(3),
                NOW.minusSeconds(7)))
        .isEqualTo(NOW.minusSeconds(8));
  }

  @Test
  void shouldNeverPassTheWallClock() {
    assertThat(watermarkAfter(CaptureTimeLimit.LIVE, NOW.plusSeconds(50))).isEqualTo(NOW);
  }

  @Test
  void shouldRunAheadOfTheWallClockForFiles() {
    assertThat(watermarkAfter(CaptureTimeLimit.FILES, NOW.plusSeconds(5000)))
        .isEqualTo(NOW.plusSeconds(4995));
  }

  @Test
  void shouldIgnoreFramesWhoseTimeIsNotBelieved() {
    assertThat(
            watermarkAfter(
                CaptureTimeLimit.LIVE, NOW.minusSeconds(1), NOW.plusSeconds(61), Instant.MAX))
        .isEqualTo(NOW.minusSeconds(6));
  }

  @Test
  void shouldSayNothingBeforeTheFirstFrame() {
    Generators generators = new Generators(CaptureTimeLimit.LIVE);
    generators.accept(
        new ParsedFrame(null, new DeadLetter(ORIGIN, null, null, "frame-source", "")));

    assertThat(generators.watermarks()).isEmpty();
  }

  @Test
  void shouldTravelWithTheJobGraph() throws Exception {
    assertThat(InstantiationUtil.clone(CaptureTimeWatermarks.of(CaptureTimeLimit.LIVE)))
        .isNotNull();
  }

  private static Instant watermarkAfter(CaptureTimeLimit limit, Instant... captureTimes) {
    Generators generators = new Generators(limit);
    for (Instant time : captureTimes) {
      generators.accept(
          new ParsedFrame(new Frame("gate", "f", time, "image/png", new byte[0], ORIGIN), null));
    }
    return Instant.ofEpochMilli(generators.watermarks().get(0));
  }

  /** A strategy's assigner and generator in a row, as a source runs them. */
  private static final class Generators implements WatermarkOutput {

    private final List<Long> emitted = new ArrayList<>();
    private final CaptureTimeWatermarks strategy;
    private final WatermarkGenerator<ParsedFrame> generator;

    Generators(CaptureTimeLimit limit) {
      strategy = new CaptureTimeWatermarks(limit, Clock.fixed(NOW, ZoneOffset.UTC));
      generator = strategy.createWatermarkGenerator(null);
    }

    void accept(ParsedFrame parsed) {
      long timestamp = strategy.createTimestampAssigner(null).extractTimestamp(parsed, -1);
      generator.onEvent(parsed, timestamp, this);
    }

    List<Long> watermarks() {
      generator.onPeriodicEmit(this);
      return emitted;
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      emitted.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      throw new AssertionError("The generator leaves idleness to Flink");
    }

    @Override
    public void markActive() {
      throw new AssertionError("The generator leaves idleness to Flink");
    }
  }
}
