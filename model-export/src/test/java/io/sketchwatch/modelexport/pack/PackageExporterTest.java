package io.sketchwatch.modelexport.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Encoder;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.ModelManifest;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.core.model.OnnxEncoder;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.modelexport.onnx.DalNetFixture;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import io.sketchwatch.modelexport.pack.Judge.Judgement;
import io.sketchwatch.modelexport.projection.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageExporterTest {

  private static final InputSpec INPUT = InputSpec.encoder(32, 64);

  private static final ModelManifest DESCRIPTION = manifest(new TreeMap<>(), 0);

  private static final Judgement FIGURES =
      new Judgement(new TreeMap<>(Map.of("rank1", 0.9)), new TreeMap<>(Map.of("0.999", 0.5)));

  private static final Judge UNJUDGED = encoder -> Judge.NOTHING;

  @TempDir Path folder;

  private Path checkpoint;
  private Path out;

  @BeforeEach
  void writeCheckpoint() throws IOException {
    checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    out = folder.resolve("out");
    Safetensors.write(
        checkpoint.resolve(PackageExporter.CHECKPOINT), new DalNetFixture().weights());
  }

  @Test
  void shouldWriteAPackageThatServesAndSaysWhereItComesFrom() throws Exception {
    try (Encoder network = network()) {
      Image image = new Image(1, 1, new byte[] {10, 20, 30});
      ModelPackage exported =
          new PackageExporter(network, images(image), Reduction.to(Precision.FLOAT32))
              .export(DESCRIPTION, checkpoint, out, encoder -> FIGURES);

      ModelManifest manifest = exported.manifest();
      assertThat(manifest.metrics().get("parityCosine")).isGreaterThan(0.99999);
      assertThat(manifest.metrics()).containsEntry("rank1", 0.9);
      assertThat(manifest.backgroundQuantiles()).containsEntry("0.999", 0.5);
      assertThat(manifest.recipe()).containsEntry("epochs", 3);
      assertThat(manifest.notices()).extracting(ModelManifest.Notice::name).contains("tiny");
      try (OnnxEncoder encoder = OnnxEncoder.open(ModelPackage.open(out), 1)) {
        assertThat(encoder.modelId()).isEqualTo("tiny-1");
        assertThat(encoder.dimension()).isEqualTo(128);
        assertThat(encoder.embed(Modality.SKETCH, List.of(image))).hasSize(1);
      }
    }
  }

  @Test
  void shouldMakeTheSameBytesOfTheSameCheckpoint() throws Exception {
    Path again = folder.resolve("again");
    try (Encoder network = network()) {
      PackageExporter exporter =
          new PackageExporter(network, SampleImages.NONE, Reduction.to(Precision.FLOAT16));
      exporter.export(DESCRIPTION, checkpoint, out, UNJUDGED);
      exporter.export(DESCRIPTION, checkpoint, again, UNJUDGED);
    }

    for (String name : List.of("manifest.json", "photo.onnx", "sketch.onnx")) {
      assertThat(again.resolve(name)).hasSameBinaryContentAs(out.resolve(name));
    }
  }

  @Test
  void shouldLeaveNothingWhenThePackageDisagreesWithTheNetwork() throws Exception {
    try (Encoder network = network();
        Encoder other = new Exchanged(network)) {
      PackageExporter exporter =
          new PackageExporter(other, SampleImages.NONE, Reduction.to(Precision.FLOAT32));

      assertThatThrownBy(() -> exporter.export(DESCRIPTION, checkpoint, out, UNJUDGED))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining(
              "'tiny-1' of precision float32 must agree with its network to cosine 0.9999");
      assertThat(out).isEmptyDirectory();
    }
  }

  @Test
  void shouldNotOverwriteAPackage() throws Exception {
    try (Encoder network = network()) {
      PackageExporter exporter =
          new PackageExporter(network, SampleImages.NONE, Reduction.to(Precision.FLOAT32));
      exporter.export(DESCRIPTION, checkpoint, out, UNJUDGED);

      assertThatThrownBy(() -> exporter.export(DESCRIPTION, checkpoint, out, UNJUDGED))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("holds a package already");
      assertThat(ModelPackage.open(out).manifest().modelId()).isEqualTo("tiny-1");
    }
  }

  @Test
  void shouldRefuseWeightsThatAreDamaged() throws Exception {
    Files.write(checkpoint.resolve(PackageExporter.CHECKPOINT), new byte[1]);
    try (Encoder network = network()) {
      PackageExporter exporter =
          new PackageExporter(network, SampleImages.NONE, Reduction.to(Precision.FLOAT32));

      assertThatThrownBy(() -> exporter.export(DESCRIPTION, checkpoint, out, UNJUDGED))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("is not safetensors");
    }
  }

  @Test
  void shouldCompareBytesWithTheNetworkOnRealPicturesAndTellTheLowestCosine() throws Exception {
    Path whole = folder.resolve("whole");
    try (Encoder network = network()) {
      Reduction reduction = new Reduction(Precision.INT8, null, noise(1));
      ModelPackage exported =
          new PackageExporter(network, noise(2), reduction)
              .export(DESCRIPTION, checkpoint, out, UNJUDGED);
      new PackageExporter(network, noise(2), Reduction.to(Precision.FLOAT32))
          .export(DESCRIPTION, checkpoint, whole, UNJUDGED);

      assertThat(exported.manifest().metrics().get("parityCosine")).isBetween(0.98, 0.9999);
      assertThat(Files.size(out.resolve("photo.onnx")))
          .isLessThan(Files.size(whole.resolve("photo.onnx")));
    }
  }

  @Test
  void shouldRefuseBytesWhoseCalibrationSawNothingAlike() throws Exception {
    SampleImages black = images(new Image(1, 1, new byte[3]));
    try (Encoder network = network()) {
      PackageExporter exporter =
          new PackageExporter(network, noise(2), new Reduction(Precision.INT8, null, black));

      assertThatThrownBy(() -> exporter.export(DESCRIPTION, checkpoint, out, UNJUDGED))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageMatching(
              "Package 'tiny-1' of precision int8 must agree with its network to cosine 0.98, but"
                  + " was 0\\.[0-9]{6}");
      assertThat(out).isEmptyDirectory();
    }
  }

  @Test
  void shouldNotCalibrateOnOneModalityAlone() {
    SampleImages photos = new SampleImages(noise(1).photos(), List.of());

    assertThatThrownBy(() -> new Reduction(Precision.INT8, null, photos))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but was given 20 and 0");
  }

  @Test
  void shouldProjectAsTheNetworksEmbeddingsAreProjected() throws Exception {
    try (Encoder network = network()) {
      List<Image> images = noise(1).photos();
      Projection projection =
          Projection.fit(
              network.embed(Modality.PHOTO, images), network.embed(Modality.SKETCH, images), 24);
      ModelPackage exported =
          new PackageExporter(
                  network,
                  noise(2),
                  new Reduction(Precision.FLOAT32, projection, SampleImages.NONE))
              .export(DESCRIPTION, checkpoint, out, UNJUDGED);

      assertThat(exported.manifest().dimension()).isEqualTo(24);
      assertThat(exported.manifest().metrics().get("parityCosine")).isGreaterThan(0.99999);
      try (OnnxEncoder encoder = OnnxEncoder.open(exported, 1)) {
        Embedding projected =
            projection.apply(network.embed(Modality.SKETCH, images.subList(0, 1)).get(0));
        assertThat(encoder.embed(Modality.SKETCH, images).get(0).score(projected))
            .isGreaterThan(0.99999);
      }
    }
  }

  private static SampleImages images(Image image) {
    return new SampleImages(List.of(image), List.of(image));
  }

  /** Pictures of random blocks. */
  private static SampleImages noise(long seed) {
    Random random = new Random(seed);
    List<Image> images =
        IntStream.range(0, 20)
            .mapToObj(
                i -> {
                  byte[] rgb = new byte[4 * 8 * 3];
                  random.nextBytes(rgb);
                  return new Image(4, 8, rgb).resize(32, 64);
                })
            .toList();
    return new SampleImages(images, images);
  }

  /** The checkpoint's network, from ONNX files that {@code DalNetOnnxWriterTest} vouches for. */
  private Encoder network() throws IOException {
    Path files = Files.createDirectory(folder.resolve("network"));
    DalNetOnnxWriter writer =
        new DalNetOnnxWriter(new DalNetFixture().weights(), Precision.FLOAT32);
    writer.write(Modality.PHOTO, INPUT, files.resolve("photo.onnx"), new TreeMap<>());
    writer.write(Modality.SKETCH, INPUT, files.resolve("sketch.onnx"), new TreeMap<>());
    ModelManifest manifest = manifest(Manifests.hashes(files, "photo.onnx", "sketch.onnx"), 128);
    return OnnxEncoder.open(new ModelPackage(files, manifest), 1);
  }

  private static ModelManifest manifest(NavigableMap<String, String> files, int dimension) {
    Map<String, Object> recipe = Map.of("epochs", 3);
    return new ModelManifest(
        1,
        Kind.ENCODER,
        "tiny-1",
        files,
        INPUT,
        dimension,
        null,
        recipe,
        Manifests.recipeHash(recipe),
        "data",
        7L,
        null,
        null,
        List.of(new ModelManifest.Notice("tiny", "Apache-2.0", "made here")));
  }

  /** An encoder that takes photos for sketches. */
  private record Exchanged(Encoder encoder) implements Encoder {

    @Override
    public String modelId() {
      return encoder.modelId();
    }

    @Override
    public int dimension() {
      return encoder.dimension();
    }

    @Override
    public List<Embedding> embed(Modality modality, List<Image> images) {
      return encoder.embed(modality == Modality.PHOTO ? Modality.SKETCH : Modality.PHOTO, images);
    }

    @Override
    public void close() {}
  }
}
