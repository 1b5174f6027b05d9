package io.sketchwatch.operators.tracklet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.core.tracklet.ShotHistory;
import io.sketchwatch.core.tracklet.ShotPolicy;
import io.sketchwatch.core.tracklet.TrackerSettings;
import io.sketchwatch.core.tracklet.TrackerState;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.crop.FrameCrops;
import io.sketchwatch.operators.crop.PersonCrop;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackPersonsFunctionTest {

  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void shouldShootAPersonOnceConfirmedWithItsPixels() throws Exception {
    try (var harness = open(null)) {
      for (int i = 0; i < 10; i++) {
        accept(harness, frame("gate", i * 100L, person(100 + 3 * i, 80)));
      }

      Shot shot = harness.extractOutputValues().get(0);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(shot.trackletId()).isEqualTo("gate/f0/0");
      assertThat(shot.shot()).isZero();
      assertThat(shot.firstSeen()).isEqualTo(START);
      assertThat(shot.capturedAt()).isEqualTo(START.plusMillis(200));
      assertThat(shot.frame().frameId()).isEqualTo("f200");
      assertThat(shot.crop()).isEqualTo(person(106, 80).crop());
      assertThat(shot.quality()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void shouldShootAgainLaterWhenBetterButNeverAFourthTime() throws Exception {
    try (var harness = open(null)) {
      for (int i = 0; i < 120; i++) {
        accept(harness, frame("gate", i * 100L, person(100, 40 + i)));
      }

      List<Shot> shots = harness.extractOutputValues();
      assertThat(shots).extracting(Shot::shot).containsExactly(0, 1, 2);
      assertThat(shots).extracting(Shot::quality).isSorted();
      assertThat(shots.get(1).capturedAt()).isEqualTo(shots.get(0).capturedAt().plusSeconds(2));
      assertThat(shots).extracting(Shot::trackletId).containsOnly("gate/f0/0");
    }
  }

  @Test
  void shouldGoOnWithTheSameTrackletsAfterARestore() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      accept(harness, frame("gate", 0, person(100, 80)));
      accept(harness, frame("gate", 100, person(103, 80)));
      accept(harness, frame("yard", 0, person(500, 80)));
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      accept(harness, frame("gate", 200, person(106, 80)));
      accept(harness, frame("gate", 200, person(106, 80)));
      harness.processWatermark(Watermark.MAX_WATERMARK);

      assertThat(harness.extractOutputValues())
          .extracting(Shot::trackletId)
          .containsExactly("gate/f0/0");
      assertThat(coverage(harness))
          .containsExactlyInAnyOrder(
              new Coverage(
                  "gate", START, START.plusMillis(200), 4, 3, 0, 1, "1 came after a later frame"),
              new Coverage("yard", START, START, 1, 1, 0, 0, null));
    }
  }

  @Test
  void shouldReportCoverageForEachMinuteAndAtTheEnd() throws Exception {
    try (var harness = open(null)) {
      for (int second = 0; second <= 130; second += 10) {
        accept(harness, frame("gate", second * 1000L));
      }
      harness.processWatermark(Watermark.MAX_WATERMARK);

      assertThat(coverage(harness)).extracting(Coverage::processed).containsExactly(6L, 6L, 2L);
      assertThat(coverage(harness))
          .extracting(Coverage::from)
          .containsExactly(START, START.plusSeconds(60), START.plusSeconds(120));
      assertThat(coverage(harness).get(2).to()).isEqualTo(START.plusSeconds(130));
    }
  }

  @Test
  void shouldCountWhatCouldNotBeSearchedAndPassTheDeadLetterOn() throws Exception {
    DeadLetter letter =
        new DeadLetter(new RecordOrigin("frames", 0, 1), null, null, "crop-persons", "bad");
    try (var harness = open(null)) {
      accept(harness, frame("gate", 0));
      accept(
          harness,
          new FrameCrops("gate", "f1", START.plusMillis(1), 0, 0, null, List.of(), letter));
      harness.processWatermark(START.plusSeconds(60).toEpochMilli());

      assertThat(harness.getSideOutput(DeadLetters.TAG))
          .extracting(record -> record.getValue())
          .containsExactly(letter);
      assertThat(coverage(harness))
          .containsExactly(
              new Coverage(
                  "gate",
                  START,
                  START.plusMillis(1),
                  2,
                  1,
                  1,
                  0,
                  "1 could not be decoded or searched (see dead-letters)"));
    }
  }

  @Test
  void shouldCountShedFramesAndSaySo() throws Exception {
    try (var harness = open(null)) {
      accept(harness, frame("gate", 0));
      accept(harness, shed("gate", 1));
      accept(harness, shed("gate", 2));
      harness.processWatermark(START.plusSeconds(60).toEpochMilli());

      assertThat(coverage(harness))
          .containsExactly(
              new Coverage(
                  "gate", START, START.plusMillis(2), 3, 1, 2, 0, "2 were left out to keep up"));
    }
  }

  @Test
  void shouldHarmNoOtherCameraWithAFrameFromTheFuture() throws Exception {
    try (var harness = open(null)) {
      accept(harness, frame("yard", 3_000_000_000L, person(100, 80)));
      for (int i = 0; i < 3; i++) {
        accept(harness, frame("gate", i * 100L, person(100, 80)));
      }

      assertThat(harness.extractOutputValues()).extracting(Shot::cameraId).containsExactly("gate");
    }
  }

  @Test
  void shouldNotReportACameraThatLagsBehindEventTimeFrameByFrame() throws Exception {
    try (var harness = open(null)) {
      harness.processWatermark(START.plusSeconds(600).toEpochMilli());
      for (int i = 0; i < 20; i++) {
        accept(harness, frame("gate", i * 100L));
        harness.processWatermark(START.plusSeconds(600).toEpochMilli() + i * 100L);
      }
      assertThat(harness.getSideOutput(TrackPersonsFunction.COVERAGE)).isNull();

      harness.processWatermark(START.plusSeconds(660).toEpochMilli());

      assertThat(coverage(harness)).extracting(Coverage::received).containsExactly(20L);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {TrackerState.class, ShotHistory.class, CoverageStretch.class})
  void shouldKeepStateWithoutGenericTypes(Class<?> type) {
    Configuration noGenericTypes = new Configuration();
    noGenericTypes.set(PipelineOptions.GENERIC_TYPES, false);

    assertThat(TypeInformation.of(type).createSerializer(new SerializerConfigImpl(noGenericTypes)))
        .isNotNull();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, FrameCrops, Shot> open(
      OperatorSubtaskState snapshot) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new TrackPersonsFunction(TrackerSettings.DEFAULT, ShotPolicy.DEFAULT)),
            FrameCrops::cameraId,
            Types.STRING);
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  private static void accept(
      KeyedOneInputStreamOperatorTestHarness<String, FrameCrops, Shot> harness, FrameCrops frame)
      throws Exception {
    harness.processElement(frame, frame.captureTime().toEpochMilli());
  }

  private static List<Coverage> coverage(
      KeyedOneInputStreamOperatorTestHarness<String, FrameCrops, Shot> harness) {
    return harness.getSideOutput(TrackPersonsFunction.COVERAGE).stream()
        .map(record -> record.getValue())
        .toList();
  }

  private static FrameCrops frame(String camera, long millis, PersonCrop... people) {
    return new FrameCrops(
        camera,
        "f" + millis,
        START.plusMillis(millis),
        768,
        576,
        new FrameReference("frames", 0, millis, "f" + millis, "00"),
        List.of(people),
        null);
  }

  private static FrameCrops shed(String camera, long millis) {
    return new FrameCrops(
        camera, "f" + millis, START.plusMillis(millis), 0, 0, null, List.of(), null);
  }

  private static PersonCrop person(int x, int height) {
    int width = height * 2 / 5;
    byte[] rgb = new byte[width * height * 3];
    new Random(x).nextBytes(rgb);
    return new PersonCrop(new Box(x, 200, width, height), 0.9, new Image(width, height, rgb));
  }
}
