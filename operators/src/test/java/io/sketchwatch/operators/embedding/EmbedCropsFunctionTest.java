package io.sketchwatch.operators.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.sketchwatch.core.crop.CropReference;
import io.sketchwatch.core.crop.CropStore;
import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.FrameReference;
import io.sketchwatch.core.hash.Sha256;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.inference.InferenceSettings;
import io.sketchwatch.operators.model.ModelBuilder;
import io.sketchwatch.operators.model.ModelEncoders;
import io.sketchwatch.operators.model.ServedModel;
import io.sketchwatch.operators.model.ShotToEmbed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbedCropsFunctionTest {

  private static final ServedModel START = ServedModel.atStart("grey-1", "00", Map.of());
  private static final Image SMALL = new Image(30, 75, new byte[30 * 75 * 3]);

  @BeforeEach
  void reset() {
    MemoryCrops.JPEGS.clear();
    MemoryCrops.failing = false;
    MemoryCrops.slow = false;
    GreyEncoder.OPEN.set(0);
  }

  @Test
  void shouldMakeASightingOfEachShotAndStoreItsPicture() throws Exception {
    Shot shot = shot("gate", 2, new Image(200, 500, new byte[200 * 500 * 3]));
    try (var harness = harness(new GreyEncoderFactory(false))) {
      harness.open();
      harness.processElement(byStart(shot), 0);
      harness.processElement(byStart(shot("yard", 0, SMALL)), 0);
      harness.endInput();

      assertThat(harness.extractOutputValues())
          .extracting(Sighting::cameraId)
          .containsExactlyInAnyOrder("gate", "yard");
      byte[] jpeg = MemoryCrops.JPEGS.get("gate/gate/f1/0/2");
      assertThat(ImageCodec.decode(jpeg).height()).isEqualTo(256);
      assertThat(ImageCodec.decode(jpeg).width()).isEqualTo(102);
      assertThat(harness.extractOutputValues())
          .contains(
              new Sighting(
                  "gate",
                  shot.trackletId(),
                  2,
                  shot.firstSeen(),
                  shot.capturedAt(),
                  shot.box(),
                  shot.quality(),
                  shot.frame(),
                  "grey-1",
                  new Embedding(new float[] {1, 0}),
                  new CropReference("crops", 0, 0, Sha256.hex(jpeg))));
    }
    assertThat(GreyEncoder.OPEN).hasValue(0);
  }

  @Test
  void shouldFailTheJobWhenTheModelFails() throws Exception {
    assertThat(failureOf(new GreyEncoderFactory(true))).hasRootCauseMessage("device lost");
  }

  @Test
  void shouldFailTheJobWhenTheStoreFails() throws Exception {
    MemoryCrops.failing = true;

    assertThat(failureOf(new GreyEncoderFactory(false))).hasRootCauseMessage("broker is down");
  }

  @Test
  void shouldMakeASightingWithoutACropWhereNoneIsKept() throws Exception {
    try (var harness = harness(new GreyEncoderFactory(false), NoCropStore::new)) {
      harness.open();
      harness.processElement(byStart(shot("gate", 0, SMALL)), 0);
      harness.endInput();

      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(sighting -> assertThat(sighting.crop()).isNull())
          .satisfies(sighting -> assertThat(sighting.embedding()).isNotNull());
    }
  }

  @Test
  void shouldNotFailTheJobForAShotThatIsUnderWayWhenItIsStopped() throws Exception {
    MemoryCrops.slow = true;
    try (var harness = harness(new GreyEncoderFactory(false))) {
      harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
      harness.open();
      harness.processElement(byStart(shot("gate", 0, SMALL)), 0);
      harness.close();

      assertThat(harness.getEnvironment().getActualExternalFailureCause()).isEmpty();
    }
  }

  @Test
  void shouldEmbedCropsAndSketchesOfOneBatchInTheirPlaces() {
    Image image = new Image(1, 1, new byte[3]);

    List<EncoderOutput> outputs =
        new EncoderModel(new GreyEncoder(false))
            .apply(
                List.of(
                    new EncoderInput(Modality.SKETCH, image),
                    new EncoderInput(Modality.PHOTO, image),
                    new EncoderInput(Modality.SKETCH, image)));

    assertThat(outputs)
        .extracting(output -> output.embedding().values()[0])
        .containsExactly(0f, 1f, 0f);
  }

  @Test
  void shouldLetTheModelAtStartStandInForOneThatCannotBeLoaded() throws Exception {
    ServedModel gone = ModelBuilder.inForce("gone", 1, Instant.EPOCH);
    ServedModel shadow = ModelBuilder.candidate("gone-too", 2, Instant.EPOCH);
    try (var harness = harness(new GreyEncoderFactory(false))) {
      harness.open();
      harness.processElement(new ShotToEmbed(null, List.of(START, gone, shadow)), 0);
      harness.processElement(new ShotToEmbed(shot("gate", 0, SMALL), List.of(gone, shadow)), 0);
      harness.endInput();

      assertThat(harness.extractOutputValues())
          .extracting(Sighting::modelId)
          .containsExactly("grey-1");
    }
  }

  private static ShotToEmbed byStart(Shot shot) {
    return new ShotToEmbed(shot, List.of(START));
  }

  private static Throwable failureOf(EncoderFactory encoder) throws Exception {
    try (var harness = harness(encoder)) {
      harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
      harness.open();
      harness.processElement(byStart(shot("gate", 0, SMALL)), 0);
      harness.endInput();
      return harness.getEnvironment().getActualExternalFailureCause().orElseThrow();
    }
  }

  private static OneInputStreamOperatorTestHarness<ShotToEmbed, Sighting> harness(
      EncoderFactory encoder) throws Exception {
    return harness(encoder, MemoryCrops::new);
  }

  private static OneInputStreamOperatorTestHarness<ShotToEmbed, Sighting> harness(
      EncoderFactory encoder, CropStoreFactory crops) throws Exception {
    var function =
        new EmbedCropsFunction(
            new ModelEncoders(encoder, TestEngine.ONE), InferenceSettings.DEFAULT, crops);
    return new OneInputStreamOperatorTestHarness<>(
        new AsyncWaitOperatorFactory<>(function, 20_000, 10, OutputMode.UNORDERED),
        TypeInformation.of(ShotToEmbed.class).createSerializer(new SerializerConfigImpl()));
  }

  private static Shot shot(String camera, int shot, Image crop) {
    return new Shot(
        camera,
        camera + "/f1/0",
        shot,
        Instant.EPOCH,
        Instant.EPOCH.plusMillis(300),
        new Box(1, 2, crop.width(), crop.height()),
        0.6,
        new FrameReference("frames", 0, 4, "f4", "00"),
        crop);
  }

  private record GreyEncoderFactory(boolean failing) implements EncoderFactory {

    @Override
    public String key() {
      return "grey-" + failing;
    }

    @Override
    public Encoder open(Device device) {
      GreyEncoder.OPEN.incrementAndGet();
      return new GreyEncoder(failing);
    }
  }

  /** Tells photos from sketches, and nothing else. */
  private record GreyEncoder(boolean failing) implements Encoder {

    static final AtomicInteger OPEN = new AtomicInteger();

    @Override
    public String modelId() {
      return "grey-1";
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
      float[] values = modality == Modality.PHOTO ? new float[] {1, 0} : new float[] {0, 1};
      return images.stream().map(image -> new Embedding(values)).toList();
    }

    @Override
    public void close() {
      OPEN.decrementAndGet();
    }
  }

  /** Keeps crops in memory; can fail, and can take until it is closed, which fails them. */
  private static final class MemoryCrops implements CropStore {

    static final Map<String, byte[]> JPEGS = new ConcurrentHashMap<>();
    static volatile boolean failing;
    static volatile boolean slow;

    private final CompletableFuture<CropReference> underWay = new CompletableFuture<>();

    @Override
    public CompletionStage<CropReference> store(
        String key, String cameraId, Supplier<byte[]> jpeg) {
      if (slow) {
        return underWay;
      }
      if (failing) {
        return CompletableFuture.failedFuture(new IllegalStateException("broker is down"));
      }
      JPEGS.put(key, jpeg.get());
      return CompletableFuture.completedFuture(
          new CropReference("crops", 0, 0, Sha256.hex(JPEGS.get(key))));
    }

    @Override
    public void close() {
      underWay.completeExceptionally(new IllegalStateException("store is closed"));
    }
  }
}
