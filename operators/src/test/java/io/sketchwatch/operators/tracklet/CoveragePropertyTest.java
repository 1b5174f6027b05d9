package io.sketchwatch.operators.tracklet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.tracklet.ShotPolicy;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.operators.crop.FrameCrops;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** Frames of one camera, some out of order, some of no use, some shed, and time that passes. */
class CoveragePropertyTest {

  private static final Instant START = Instant.parse("2024-03-01T08:00:00Z");
  private static final DeadLetter BAD =
      new DeadLetter(new RecordOrigin("frames", 0, 0), null, null, "crop-persons", "bad");

  @Property(tries = 200)
  void shouldCountEachFrameOnce(
      @ForAll @Size(max = 60) List<@IntRange(min = -20, max = 90) Integer> steps) throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new TrackPersonsFunction(TrackerSettings.DEFAULT, ShotPolicy.DEFAULT)),
            FrameCrops::cameraId,
            Types.STRING)) {
      harness.open();
      Instant time = START;
      long highest = 0;
      int number = 0;
      for (int step : steps) {
        time = time.plusSeconds(step);
        harness.processElement(frame(number++, time), time.toEpochMilli());
        highest = Math.max(highest, time.toEpochMilli());
        if (step % 3 == 0) {
          harness.processWatermark(highest - 5000);
        }
      }
      harness.processWatermark(Watermark.MAX_WATERMARK);

      var coverage = harness.getSideOutput(TrackPersonsFunction.COVERAGE);
      long counted =
          coverage == null
              ? 0
              : coverage.stream().map(r -> r.getValue()).mapToLong(Coverage::received).sum();
      assertThat(counted).isEqualTo(steps.size());
    }
  }

  private static FrameCrops frame(int number, Instant time) {
    String id = "f" + number;
    return switch (number % 5) {
      case 3 -> new FrameCrops("gate", id, time, 0, 0, null, List.of(), BAD);
      case 4 -> new FrameCrops("gate", id, time, 0, 0, null, List.of(), null);
      default ->
          new FrameCrops(
              "gate",
              id,
              time,
              768,
              576,
              new FrameReference("frames", 0, number, id, "00"),
              List.of(),
              null);
    };
  }
}
