package io.sketchwatch.modelexport.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Safetensors;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Interaction;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.training.Checkpoint;
import io.sketchwatch.modelexport.onnx.DalNetFixture;
import io.sketchwatch.modelexport.weights.WeightImport.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightImportTest {

  private static final Path RESNET = Path.of("src/test/resources/weights/resnet.pth");

  private static final Path WHOLE = Path.of("../jobs/src/test/resources/weights/whole.npz");

  @TempDir private Path folder;

  @Test
  void shouldFillEveryStreamAndTheSharedStagesFromAResNet() throws Exception {
    Checkpoint imported = resNet().write(RESNET, folder.resolve("out"));

    DalNetConfig network = imported.manifest().network();
    assertThat(network.width()).isEqualTo(2);
    assertThat(network.blocks()).containsExactly(1, 2, 1, 1);
    assertThat(network.inputHeight()).isEqualTo(64);
    assertThat(network.inputWidth()).isEqualTo(32);
    assertThat(network.streams()).containsExactly(Stream.values());
    Map<String, Tensor> weights = imported.weights();
    WeightFile.read(RESNET)
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("layer3") || name.startsWith("layer4")) {
                assertFilled(weights, "shared." + name, tensor);
              } else {
                for (Stream stream : Stream.values()) {
                  assertFilled(weights, stream.key() + "." + name, tensor);
                }
              }
            });
    assertThat(weights.get("pool.p").values()).containsExactly(3);
    assertThat(weights).containsKeys("neck.running_var", "classifier.weight");
  }

  private static void assertFilled(Map<String, Tensor> weights, String name, Tensor tensor) {
    if (name.endsWith(".num_batches_tracked") || name.contains(".fc.")) {
      assertThat(weights).doesNotContainKey(name);
    } else {
      assertThat(weights).containsEntry(name, tensor);
    }
  }

  @Test
  void shouldSayWhereTheWeightsComeFrom() throws Exception {
    Path out = folder.resolve("out");

    resNet().write(RESNET, out);

    Checkpoint imported = Checkpoint.open(out);
    assertThat(imported.manifest().origin().kind()).isEqualTo("RESNET50");
    assertThat(imported.manifest().origin().file()).isEqualTo("resnet.pth");
    assertThat(imported.manifest().origin().sha256()).hasSize(64);
    assertThat(imported.manifest().epoch()).isZero();
    assertThat(imported.manifest().recipe()).isNull();
    assertThat(imported.manifest().files()).containsOnlyKeys(Checkpoint.WEIGHTS);
  }

  @Test
  void shouldGiveTheSameCheckpointAgain() throws Exception {
    resNet().write(RESNET, folder.resolve("first"));
    resNet().write(RESNET, folder.resolve("second"));

    for (String name : List.of(Checkpoint.WEIGHTS, Checkpoint.MANIFEST)) {
      assertThat(folder.resolve("second").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("first").resolve(name));
    }
  }

  @Test
  void shouldTakeADalNetAsItIs() throws Exception {
    SortedMap<String, Tensor> weights = new DalNetFixture().weights();

    Checkpoint imported = dalNet(weights);

    assertThat(imported.weights()).isEqualTo(weights);
    DalNetConfig network = imported.manifest().network();
    assertThat(network.width()).isEqualTo(4);
    assertThat(network.blocks()).containsExactly(1, 1, 1, 1);
    assertThat(network.identities()).isEqualTo(3);
    assertThat(network.streams()).containsExactly(Stream.PHOTO, Stream.SKETCH);
  }

  @Test
  void shouldLeaveOutWhatDalNetHasNoUseFor() throws Exception {
    SortedMap<String, Tensor> weights = new DalNetFixture().weights();
    SortedMap<String, Tensor> more = new DalNetFixture().weights();
    more.put("photo.bn1.num_batches_tracked", number(5));
    more.put("fc.weight", number(5));
    more.put("pool.p", number(weights.get("pool.p").values()[0]));

    assertThat(dalNet(more).weights()).isEqualTo(weights);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photo.conv1.weight",
        "sketch.layer2.0.bn3.running_var",
        "shared.layer3.0.downsample.0.weight",
        "shared.layer4.0.bn1.weight",
        "pool.p",
        "neck.bias",
        "classifier.weight"
      })
  void shouldNameTheTensorThatIsMissingOrMisshapen(String name) throws IOException {
    SortedMap<String, Tensor> weights = new DalNetFixture().weights();

    weights.put(name, new Tensor(new long[] {5, 2}, new float[10]));
    assertThatThrownBy(() -> dalNet(weights))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("of width 4 and blocks [1, 1, 1, 1]: '%s' must".formatted(name))
        .hasMessageEndingWith(", but has [5, 2]");
    weights.remove(name);
    assertThatThrownBy(() -> dalNet(weights))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageEndingWith("of width 4 and blocks [1, 1, 1, 1]: '%s' is missing", name);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"photo.layer1.5.conv1.weight", "shared.conv1.weight", "head.weight", "Photo.p"})
  void shouldNameTheTensorThatIsExtra(String name) throws IOException {
    SortedMap<String, Tensor> weights = new DalNetFixture().weights();
    weights.put(name, number(1));

    assertThatThrownBy(() -> dalNet(weights))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageEndingWith(": '%s' is not part of it", name);
  }

  @Test
  void shouldTellTheNetworksPartsByTheirTensors() throws Exception {
    DalNetConfig network = whole(WeightFile.read(WHOLE), "all").manifest().network();
    assertThat(network.width()).isEqualTo(3);
    assertThat(network.blocks()).containsExactly(1, 2, 1, 1);
    assertThat(network.identities()).isEqualTo(4);
    assertThat(network.streams()).containsExactly(Stream.values());
    assertThat(network.styles()).isTrue();
    assertThat(network.interaction()).isEqualTo(Interaction.CROSS_ATTENTION);
    assertThat(network.reduction()).isEqualTo(4);

    SortedMap<String, Tensor> fewer = WeightFile.read(WHOLE);
    fewer.keySet().removeIf(name -> name.startsWith("aca.") || name.startsWith("stylePool."));
    for (String stream : List.of("photo", "sketch")) {
      fewer.put("bam." + stream + ".squeeze.weight", zeros(12, 192));
      fewer.put("bam." + stream + ".squeeze.bias", zeros(12));
      fewer.put("bam." + stream + ".expand.weight", zeros(96, 12));
    }
    network = whole(fewer, "fewer").manifest().network();
    assertThat(network.styles()).isFalse();
    assertThat(network.interaction()).isEqualTo(Interaction.BILINEAR_ALIGNMENT);
    assertThat(network.reduction()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dag.kernel",
        "auxiliary.layer2.0.bn1.bias",
        "stylePool.sketch.p",
        "bam.photo.squeeze.bias",
        "bam.sketch.expand.weight",
        "aca.photo.norm.bias",
        "interactedNeck.running_mean"
      })
  void shouldNameATensorOfTrainingThatIsMissingOrMisshapen(String name) throws IOException {
    SortedMap<String, Tensor> weights = WeightFile.read(WHOLE);

    weights.put(name, zeros(5, 2));
    assertThatThrownBy(() -> whole(weights, "misshapen"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("blocks [1, 2, 1, 1]: '%s' must have shape".formatted(name));
    weights.remove(name);
    assertThatThrownBy(() -> whole(weights, "missing"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageEndingWith("blocks [1, 2, 1, 1]: '%s' is missing", name);
  }

  private Checkpoint whole(SortedMap<String, Tensor> weights, String out) throws IOException {
    Path file = folder.resolve("whole.safetensors");
    Safetensors.write(file, weights);
    return new WeightImport(Kind.DALNET, 48, 32).write(file, folder.resolve(out));
  }

  private static Tensor zeros(int... shape) {
    long[] axes = Arrays.stream(shape).asLongStream().toArray();
    return new Tensor(axes, new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
  }

  @Test
  void shouldNameATensorWithANumberThatIsNotFinite() throws IOException {
    SortedMap<String, Tensor> weights = new DalNetFixture().weights();
    weights.get("neck.running_mean").values()[3] = Float.NaN;

    assertThatThrownBy(() -> dalNet(weights))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageEndingWith("'neck.running_mean' holds a number that is not finite");
  }

  @Test
  void shouldShowTheFirstOfManyProblems() throws IOException {
    SortedMap<String, Tensor> weights = new DalNetFixture().weights();
    weights.keySet().removeIf(name -> name.startsWith("sketch."));

    assertThatThrownBy(() -> dalNet(weights))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'sketch.bn1.bias' is missing, 'sketch.bn1.running_mean'")
        .hasMessageMatching(".*, and \\d+ more");
  }

  @Test
  void shouldRefuseAClassifierOfOnePerson() throws IOException {
    SortedMap<String, Tensor> weights = new DalNetFixture().weights();
    weights.put("classifier.weight", new Tensor(new long[] {1, 128}, new float[128]));

    assertThatThrownBy(() -> dalNet(weights))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must tell at least 2 identities apart, but has shape [1, 128]");
  }

  @Test
  void shouldNotOverwriteACheckpoint() throws Exception {
    Path out = folder.resolve("out");
    resNet().write(RESNET, out);

    assertThatThrownBy(() -> resNet().write(RESNET, out))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("holds a checkpoint or package already");
  }

  @Test
  void shouldRefuseADamagedImport() throws Exception {
    Path out = folder.resolve("out");
    resNet().write(RESNET, out);
    Path weights = out.resolve(Checkpoint.WEIGHTS);
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);

    assertThatThrownBy(() -> Checkpoint.open(out))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must have SHA-256");
  }

  private static WeightImport resNet() {
    return new WeightImport(Kind.RESNET50, 64, 32);
  }

  private Checkpoint dalNet(SortedMap<String, Tensor> weights) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Safetensors.write(file, weights);
    return new WeightImport(Kind.DALNET, 64, 32).write(file, folder.resolve("out"));
  }

  private static Tensor number(float value) {
    return new Tensor(new long[0], new float[] {value});
  }
}
