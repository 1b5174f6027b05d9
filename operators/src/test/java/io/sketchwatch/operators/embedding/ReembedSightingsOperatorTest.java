package io.sketchwatch.operators.embedding;

import static io.sketchwatch.operators.gallery.SightingBuilder.aSighting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.sketchwatch.core.crop.CropGoneException;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.StoredCrops;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.RecordOrigin;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.operators.DeadLetters;
import io.sketchwatch.operators.Stages;
import io.sketchwatch.operators.inference.InferenceSettings;
import java.io.IOException;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReembedSightingsOperatorTest {

  private static final int CAPACITY = 4;
  private static final CropReference GONE = new CropReference("crops", 1, 1, "gone");
  private static final CropReference BROKEN = new CropReference("crops", 1, 2, "broken");
  private static final CropReference SILENT = new CropReference("crops", 1, 3, "silent");

  private OneInputStreamOperatorTestHarness<Sighting, Sighting> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(false);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void shouldEmbedASightingWithTheOtherModelAndKeepTheRest() throws Exception {
    Sighting former = aSighting().ofTracklet("c1/f1/0").shot(2).embeddedBy("m1").build();

    harness.processElement(former, 0);
    harness.getOperator().finish();

    assertThat(harness.extractOutputValues())
        .containsExactly(former.embeddedBy("m2", new Embedding(new float[] {1, 0})));
    assertThat(counted(ReembeddingOutcome.REEMBEDDED)).isEqualTo(1);
  }

  @Test
  void shouldWorkOffWhatIsUnderWayBeforeABarrier() throws Exception {
    for (int shot = 0; shot < CAPACITY - 1; shot++) {
      harness.processElement(aSighting().shot(shot).build(), 0);
    }
    assertThat(harness.extractOutputValues()).isEmpty();

    harness.prepareSnapshotPreBarrier(1);

    assertThat(harness.extractOutputValues()).extracting(Sighting::shot).containsExactly(0, 1, 2);
  }

  @Test
  void shouldHoldNoMoreThanItsCapacity() throws Exception {
    for (int i = 0; i < 3 * CAPACITY; i++) {
      harness.processElement(aSighting().ofTracklet("c1/f" + i + "/0").build(), 0);
    }

    assertThat(harness.extractOutputValues()).hasSize(2 * CAPACITY);
  }

  @Test
  void shouldSkipAndCountWhatHasNoUseOrNoCrop() throws Exception {
    harness.processElement(aSighting().embeddedBy("m2").build(), 0);
    harness.processElement(withCrop(null), 0);
    harness.processElement(withCrop(GONE), 0);
    harness.getOperator().finish();

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(counted(ReembeddingOutcome.OF_THE_MODEL)).isEqualTo(1);
    assertThat(counted(ReembeddingOutcome.WITHOUT_CROP)).isEqualTo(1);
    assertThat(counted(ReembeddingOutcome.CROP_GONE)).isEqualTo(1);
    assertThat(counted(ReembeddingOutcome.REEMBEDDED)).isZero();
  }

  @Test
  void shouldMakeADeadLetterOfACropThatIsNoPicture() throws Exception {
    harness.processElement(withCrop(BROKEN), 0);
    harness.getOperator().finish();

    assertThat(counted(ReembeddingOutcome.CROP_UNREADABLE)).isEqualTo(1);
    assertThat(harness.getSideOutput(DeadLetters.TAG))
        .extracting(StreamRecord::getValue)
        .containsExactly(
            new DeadLetter(
                new RecordOrigin("crops", 1, 2),
                "c1/c1/f1/0/0".getBytes(UTF_8),
                "broken".getBytes(UTF_8),
                Stages.REEMBED_SIGHTINGS,
                "Crop 'c1/c1/f1/0/0': Expected JPEG or PNG, but the content is neither"));
  }

  @Test
  void shouldFailRatherThanSkipWhenCropsCanNotBeReached() {
    assertThatThrownBy(() -> harness.processElement(withCrop(SILENT), 0))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer");
  }

  @Test
  void shouldFailWhenTheModelFails() throws Exception {
    try (var failing = harness(true)) {
      failing.open();
      failing.processElement(aSighting().build(), 0);

      assertThatThrownBy(() -> failing.prepareSnapshotPreBarrier(1))
          .hasMessageContaining("Crop 'c1/c1/f1/0/0' could not be embedded with model 'm2'")
          .hasMessageContaining("device lost");
    }
  }

  @Test
  void shouldLetWatermarksPass() throws Exception {
    harness.processWatermark(7);

    assertThat(harness.getOutput()).containsExactly(new Watermark(7));
  }

  private long counted(ReembeddingOutcome outcome) {
    return harness.getOperator().getRuntimeContext().getLongCounter(outcome.name()).getLocalValue();
  }

  private static Sighting withCrop(CropReference crop) {
    Sighting any = aSighting().build();
    return new Sighting(
        any.cameraId(),
        any.trackletId(),
        any.shot(),
        any.firstSeen(),
        any.lastSeen(),
        any.box(),
        any.quality(),
        any.frame(),
        any.modelId(),
        any.embedding(),
        crop);
  }

  private static OneInputStreamOperatorTestHarness<Sighting, Sighting> harness(boolean failing)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ReembedSightingsOperator(
            new OtherModel(failing), "m2", InferenceSettings.DEFAULT, FewCrops::new, CAPACITY));
  }

  /** Holds one picture for every reference but those that it does not. */
  private static final class FewCrops implements StoredCrops {

    @Override
    public byte[] read(CropReference reference) throws IOException {
      if (reference.equals(GONE)) {
        throw new CropGoneException(reference);
      }
      if (reference.equals(SILENT)) {
        throw new IOException("no answer");
      }
      return reference.equals(BROKEN)
          ? "broken".getBytes(UTF_8)
          : ImageCodec.png(new Image(2, 5, new byte[2 * 5 * 3]));
    }

    @Override
    public void close() {}
  }

  private record OtherModel(boolean failing) implements EncoderFactory, Encoder {

    private static final long serialVersionUID = 1;

    @Override
    public String key() {
      return "other-" + failing;
    }

    @Override
    public Encoder open(Device device) {
      return this;
    }

    @Override
    public String modelId() {
      return "m2";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public List<Embedding> embed(Modality modality, List<Image> images) {
      if (failing) {
        throw new IllegalStateException("device lost");
      }
      return images.stream().map(image -> new Embedding(new float[] {1, 0})).toList();
    }

    @Override
    public void close() {}
  }
}
