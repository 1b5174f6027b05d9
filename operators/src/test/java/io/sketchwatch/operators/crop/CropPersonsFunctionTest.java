package io.sketchwatch.operators.crop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.crop.Detector;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.operators.AllowedRoots;
import io.sketchwatch.operators.inference.InferenceSettings;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CropPersonsFunctionTest {

  private static final byte[] PICTURE = ImageCodec.png(gradient());
  private static final long TIMEOUT = 1000;

  @TempDir Path folder;

  @BeforeEach
  @AfterEach
  void reset() {
    BarDetector.release = new CountDownLatch(0);
    BarDetector.broken = false;
  }

  @Test
  void shouldCutThePeopleOfEachFrameInOrder() throws Exception {
    List<FrameCrops> out =
        run(frame("f1", "image/png", PICTURE), frame("f2", "IMAGE/PNG; q=1", PICTURE));

    assertThat(out).extracting(FrameCrops::frameId).containsExactly("f1", "f2");
    FrameCrops first = out.get(0);
    assertThat(first.deadLetter()).isNull();
    assertThat(first.width()).isEqualTo(60);
    assertThat(first.height()).isEqualTo(40);
    assertThat(first.frame().sha256()).isEqualTo(Sha256.hex(PICTURE));
    assertThat(first.frame().offset()).isEqualTo(9);
    assertThat(first.crops())
        .extracting(PersonCrop::box)
        .containsExactlyElementsOf(BarDetector.SORTED);
    assertThat(first.crops().get(1).crop()).isEqualTo(gradient().crop(BarDetector.SORTED.get(1)));
  }

  @Test
  void shouldTurnFramesThatAreNoPicturesIntoDeadLetters() throws Exception {
    List<FrameCrops> out =
        run(
            frame("f1", "image/jpeg", new byte[] {1, 2, 3}),
            frame("f2", "video/mp4", PICTURE),
            frame("f3", "text/uri-list", "file:///etc/passwd".getBytes(UTF_8)),
            frame("f4", "image/png", ImageCodec.png(new Image(400, 1, new byte[1200]))),
            frame("f5", "image/png", PICTURE));

    assertThat(out).extracting(crops -> crops.deadLetter() == null).endsWith(false, true);
    assertThat(out.subList(0, 4))
        .allSatisfy(
            crops -> {
              assertThat(crops.crops()).isEmpty();
              assertThat(crops.frame()).isNull();
              assertThat(crops.deadLetter().stage()).isEqualTo("crop-persons");
              assertThat(crops.deadLetter().key()).isEqualTo("gate".getBytes(UTF_8));
            });
    assertThat(out.subList(0, 4))
        .extracting(crops -> crops.deadLetter().error())
        .satisfiesExactly(
            error -> assertThat(error).contains("'f1' of camera 'gate'", "neither"),
            error -> assertThat(error).contains("but was 'video/mp4'"),
            error -> assertThat(error).contains("allowed roots"),
            error -> assertThat(error).contains("400x1"));
    assertThat(out.get(1).deadLetter().value()).isEqualTo(PICTURE);
  }

  @Test
  void shouldReadClaimChecksAndHashThePictureItself() throws Exception {
    Path file = Files.write(folder.resolve("f1.png"), PICTURE);

    List<FrameCrops> out = run(frame("f1", "text/uri-list", ("file://" + file).getBytes(UTF_8)));

    assertThat(out.get(0).frame().sha256()).isEqualTo(Sha256.hex(PICTURE));
    assertThat(out.get(0).crops()).hasSize(2);
  }

  @Test
  void shouldPassShedFramesUnreadInTheirPlace() throws Exception {
    Overload fresh = new Overload(Overload.Mode.FRESHNESS, Duration.ofSeconds(1));
    List<String> sent = new ArrayList<>();
    try (var harness = harness(fresh)) {
      harness.open();
      for (int i = 0; i < 100; i++) {
        sent.add("f" + i);
        harness.processElement(frame("f" + i, "image/png", PICTURE), i);
      }
      harness.endInput();

      List<FrameCrops> out = harness.extractOutputValues();
      assertThat(out).extracting(FrameCrops::frameId).containsExactlyElementsOf(sent);
      assertThat(out).filteredOn(FrameCrops::isShed).hasSizeBetween(50, 99);
      assertThat(out)
          .allSatisfy(crops -> assertThat(crops.crops()).hasSize(crops.isShed() ? 0 : 2));
    }
  }

  @Test
  void shouldShedNothingWhereCompletenessIsWanted() throws Exception {
    try (var harness = harness()) {
      harness.open();
      for (int i = 0; i < 20; i++) {
        harness.processElement(frame("f" + i, "image/png", PICTURE), i);
      }
      harness.endInput();

      assertThat(harness.extractOutputValues()).noneMatch(FrameCrops::isShed);
    }
  }

  @Test
  void shouldRefuseAFrameThatTakesTooLongAndGoOn() throws Exception {
    BarDetector.release = new CountDownLatch(1);
    try (var harness = harness()) {
      harness.open();
      harness.processElement(frame("f1", "image/png", PICTURE), 0);
      harness.setProcessingTime(TIMEOUT + 1);
      BarDetector.release.countDown();
      harness.processElement(frame("f2", "image/png", PICTURE), 1);
      harness.endInput();

      List<FrameCrops> out = harness.extractOutputValues();
      assertThat(out.get(0).deadLetter().error()).contains("not searched in time");
      assertThat(out.get(1).deadLetter()).isNull();
    }
  }

  @Test
  void shouldFailTheJobWhenTheDetectorFails() throws Exception {
    BarDetector.broken = true;
    try (var harness = harness()) {
      harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
      harness.open();
      harness.processElement(frame("f1", "image/png", PICTURE), 0);
      harness.endInput();

      assertThat(harness.getEnvironment().getActualExternalFailureCause())
          .hasValueSatisfying(cause -> assertThat(cause).hasRootCauseMessage("device lost"));
    }
  }

  @Test
  void shouldFlowWithoutGenericTypes() {
    Configuration noGenericTypes = new Configuration();
    noGenericTypes.set(PipelineOptions.GENERIC_TYPES, false);

    assertThat(
            TypeInformation.of(FrameCrops.class)
                .createSerializer(new SerializerConfigImpl(noGenericTypes)))
        .isNotNull();
  }

  private List<FrameCrops> run(Frame... frames) throws Exception {
    try (var harness = harness()) {
      harness.open();
      for (Frame frame : frames) {
        harness.processElement(frame, frame.captureTime().toEpochMilli());
      }
      harness.endInput();
      return harness.extractOutputValues();
    }
  }

  private OneInputStreamOperatorTestHarness<Frame, FrameCrops> harness() throws Exception {
    return harness(Overload.COMPLETE);
  }

  private OneInputStreamOperatorTestHarness<Frame, FrameCrops> harness(Overload overload)
      throws Exception {
    var function =
        new CropPersonsFunction(
            new BarDetectorFactory(),
            InferenceSettings.DEFAULT,
            2,
            new AllowedRoots("some.roots", List.of("file://" + folder)),
            overload,
            new HastyClock());
    return new OneInputStreamOperatorTestHarness<>(
        new AsyncWaitOperatorFactory<>(function, TIMEOUT, 10, OutputMode.ORDERED),
        TypeInformation.of(Frame.class).createSerializer(new SerializerConfigImpl()));
  }

  private static Frame frame(String id, String contentType, byte[] content) {
    return new Frame(
        "gate", id, Instant.EPOCH, contentType, content, new RecordOrigin("frames", 1, 9));
  }

  private static Image gradient() {
    byte[] rgb = new byte[60 * 40 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) i;
    }
    return new Image(60, 40, rgb);
  }

  /** Two seconds pass whenever somebody looks. */
  private static final class HastyClock extends Clock implements Serializable {

    private static final long serialVersionUID = 1;

    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plusSeconds(2);
      return now;
    }
  }

  private record BarDetectorFactory() implements DetectorFactory {

    @Override
    public String key() {
      return "bars";
    }

    @Override
    public Detector open(Device device) {
      return new BarDetector();
    }
  }

  /** Finds the same two people in every frame; can be held up and can fail. */
  private static final class BarDetector implements Detector {

    static final List<Box> SORTED = List.of(new Box(3, 5, 10, 20), new Box(30, 2, 11, 22));
    static volatile CountDownLatch release = new CountDownLatch(0);
    static volatile boolean broken;

    @Override
    public String id() {
      return "bars";
    }

    @Override
    public List<List<Detection>> detect(List<Image> images) {
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (broken) {
        throw new IllegalStateException("device lost");
      }
      List<Detection> people =
          List.of(new Detection(SORTED.get(1), 0.9), new Detection(SORTED.get(0), 0.8));
      return images.stream().map(image -> people).toList();
    }

    @Override
    public void close() {
      release.countDown();
    }
  }
}
