package io.sketchwatch.modelexport.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.embedding.Embedding;
import io.sketchwatch.core.embedding.Modality;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.OnnxModel;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DalNetOnnxWriterTest {

  private static final InputSpec INPUT = InputSpec.encoder(32, 64);
  private static final int IMAGES = 6;

  @TempDir Path folder;

  private DalNetFixture fixture;
  private SortedMap<String, Tensor> weights;

  @BeforeEach
  void readFixture() throws IOException {
    fixture = new DalNetFixture();
    weights = fixture.weights();
  }

  @Test
  void shouldGiveTheEmbeddingsOfTheNetworkForBothModalities() throws Exception {
    assertThat(run(Modality.PHOTO, Precision.FLOAT32).values())
        .containsExactly(fixture.get("photo_embedding").values(), within(1e-5f));
    assertThat(run(Modality.SKETCH, Precision.FLOAT32).values())
        .containsExactly(fixture.get("sketch_embedding").values(), within(1e-5f));
  }

  @Test
  void shouldStayCloseWithHalfTheBytes() throws Exception {
    float[] exact = fixture.get("photo_embedding").values();
    float[] rounded = run(Modality.PHOTO, Precision.FLOAT16).values();

    for (int i = 0; i < IMAGES; i++) {
      assertThat(embedding(exact, i).score(embedding(rounded, i))).isGreaterThan(0.99995);
    }
    assertThat(rounded).isNotEqualTo(exact);
    long half = Files.size(write(Modality.PHOTO, Precision.FLOAT16));
    assertThat(half).isLessThan(6 * Files.size(write(Modality.PHOTO, Precision.FLOAT32)) / 10);
  }

  @Test
  void shouldWriteTheSameBytesAgain() throws Exception {
    byte[] first = Files.readAllBytes(write(Modality.PHOTO, Precision.FLOAT32));
    byte[] second = Files.readAllBytes(write(Modality.PHOTO, Precision.FLOAT32));

    assertThat(second).isEqualTo(first);
    assertThat(Files.readAllBytes(write(Modality.SKETCH, Precision.FLOAT32))).isNotEqualTo(first);
  }

  @Test
  void shouldReadTheNumberOfBlocksOffTheNames() throws Exception {
    float[] before = run(Modality.PHOTO, Precision.FLOAT32).values();
    for (String name : weights.keySet().toArray(new String[0])) {
      if (name.startsWith("shared.layer3.0.") && !name.contains("downsample")) {
        Tensor tensor = weights.get(name);
        Tensor same = name.endsWith("0.conv1.weight") ? narrowed(64) : tensor;
        weights.put(name.replace("layer3.0", "layer3.1"), same);
      }
    }

    assertThat(run(Modality.PHOTO, Precision.FLOAT32).values()).isNotEqualTo(before);
  }

  @Test
  void shouldLeaveOutWhatOnlyTrainingNeeds() throws Exception {
    byte[] bare = Files.readAllBytes(write(Modality.PHOTO, Precision.FLOAT32));
    Tensor any = new Tensor(new long[] {1}, new float[1]);
    for (String name :
        new String[] {
          "dag.kernel",
          "stylePool.photo.p",
          "bam.photo.squeeze.bias",
          "aca.sketch.norm.weight",
          "interactedNeck.weight",
          "auxiliary.conv1.weight",
          "classifier.weight",
          "photo.bn1.num_batches_tracked"
        }) {
      weights.put(name, any);
    }

    assertThat(Files.readAllBytes(write(Modality.PHOTO, Precision.FLOAT32))).isEqualTo(bare);
  }

  @Test
  void shouldNameATensorThatIsMissing() {
    weights.remove("sketch.layer2.0.bn3.running_var");

    assertRefused("'sketch.layer2.0.bn3.running_var' is missing");
  }

  @Test
  void shouldNameATensorThatIsExtra() {
    weights.put("photo.layer5.0.conv1.weight", new Tensor(new long[] {1}, new float[1]));

    assertRefused("'photo.layer5.0.conv1.weight' is not part of DALNet");
  }

  @Test
  void shouldNameATensorOfTheWrongShape() {
    weights.put("shared.layer4.0.conv2.weight", new Tensor(new long[] {3}, new float[3]));

    assertRefused("'shared.layer4.0.conv2.weight' must have shape [32, 32, 3, 3] for width 4");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> new DalNetOnnxWriter(weights, Precision.FLOAT32))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }

  private Tensor narrowed(int channels) {
    float[] values = new float[16 * channels];
    Arrays.fill(values, 0.02f);
    return new Tensor(new long[] {16, channels, 1, 1}, values);
  }

  private Tensor run(Modality modality, Precision precision) throws IOException {
    Tensor pictures = fixture.get(modality == Modality.PHOTO ? "photo" : "sketch");
    float[] normalised = new float[pictures.values().length];
    int plane = INPUT.width() * INPUT.height();
    for (int i = 0; i < normalised.length; i++) {
      int channel = i / plane % 3;
      normalised[i] =
          (float)
              ((pictures.values()[i] * 255 - InputSpec.IMAGENET_MEAN.get(channel))
                  / InputSpec.IMAGENET_STD.get(channel));
    }
    try (OnnxModel model = OnnxModel.open(write(modality, precision), 1)) {
      return model.run(normalised, IMAGES, 3, INPUT.height(), INPUT.width()).get(0);
    }
  }

  private Path write(Modality modality, Precision precision) throws IOException {
    Path file = folder.resolve("model.onnx");
    new DalNetOnnxWriter(weights, precision)
        .write(modality, INPUT, file, new TreeMap<>(Map.of("modelId", "tiny")));
    return file;
  }

  private static Embedding embedding(float[] values, int image) {
    int dimension = values.length / IMAGES;
    return Embedding.normalised(
        Arrays.copyOfRange(values, image * dimension, (image + 1) * dimension));
  }
}
