package io.sketchwatch.dalnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sketchwatch.core.model.InvalidModelException;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.engine.PyTorch;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DalNetTest {

  private static final DalNetConfig CONFIG =
      new DalNetConfig(2, List.of(1, 2, 1, 1), 5, 64, 32, List.of(Stream.PHOTO, Stream.SKETCH));

  private final NDManager manager = PyTorch.manager(Device.cpu());

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void shouldNameParametersAsTorchvisionDoes() {
    assertThat(Weights.of(network(1)))
        .containsKeys(
            "photo.conv1.weight",
            "photo.bn1.running_var",
            "sketch.layer1.0.downsample.0.weight",
            "sketch.layer2.1.conv2.weight",
            "shared.layer3.0.downsample.1.running_mean",
            "shared.layer4.0.bn3.bias",
            "pool.p",
            "neck.weight",
            "classifier.weight")
        .doesNotContainKeys("auxiliary.conv1.weight", "sketch.layer2.1.downsample.0.weight");
  }

  @Test
  void shouldDrawTheSameWeightsFromTheSameSeed() {
    assertThat(Weights.of(network(1))).isEqualTo(Weights.of(network(1)));
    assertThat(Weights.of(network(1))).isNotEqualTo(Weights.of(network(2)));
  }

  @Test
  void shouldPredictTheShapesThatItProduces() {
    DalNet network = network(1);
    Shape input = new Shape(3, 3, 64, 32);
    NDArray pictures = manager.zeros(input);

    Map<Stream, StreamFeatures> features =
        network.forward(Map.of(Stream.PHOTO, pictures, Stream.SKETCH, pictures), true);

    StreamFeatures sketch = features.get(Stream.SKETCH);
    assertThat(sketch.privateMaps().getShape()).isEqualTo(new Shape(3, 16, 8, 4));
    assertThat(sketch.sharedMaps().getShape()).isEqualTo(new Shape(3, 64, 4, 2));
    assertThat(sketch.logits().getShape()).isEqualTo(new Shape(3, 5));
    assertThat(new PrivateStages(CONFIG).getOutputShapes(new Shape[] {input}))
        .containsExactly(sketch.privateMaps().getShape());
    assertThat(network.getOutputShapes(new Shape[] {input, input}))
        .containsOnly(sketch.embeddings().getShape());
  }

  @Test
  void shouldTakeWeightsWithBatchCountsAndTorchvisionsClassifier() throws Exception {
    DalNet network = network(1);
    SortedMap<String, Tensor> other = Weights.of(network(2));
    other.put("photo.bn1.num_batches_tracked", new Tensor(new long[0], new float[1]));
    other.put("fc.weight", new Tensor(new long[] {1}, new float[1]));

    Weights.load(network, other, "w");

    other.remove("photo.bn1.num_batches_tracked");
    other.remove("fc.weight");
    assertThat(Weights.of(network)).isEqualTo(other);
  }

  @Test
  void shouldRefuseWeightsOfAnotherNetwork() {
    DalNet network = network(1);
    SortedMap<String, Tensor> lacking = Weights.of(network);
    lacking.remove("pool.p");
    SortedMap<String, Tensor> surplus = Weights.of(network);
    surplus.put("fcn.weight", new Tensor(new long[] {1}, new float[1]));
    SortedMap<String, Tensor> misshapen = Weights.of(network);
    misshapen.put("pool.p", new Tensor(new long[] {2}, new float[2]));

    assertRefused(network, lacking, "Weights 'w' lack tensor 'pool.p'");
    assertRefused(
        network,
        surplus,
        "Weights 'w' hold 'fcn.weight', which this network has not (1 such tensors)");
    assertRefused(
        network, misshapen, "Tensor 'pool.p' of weights 'w' must have shape [1], but was [2]");
  }

  @Test
  void shouldRefuseStreamsWithoutSketches() {
    assertThatThrownBy(
            () -> new DalNetConfig(2, List.of(1, 1, 1, 1), 5, 64, 32, List.of(Stream.PHOTO)))
        .hasMessageContaining("PHOTO and SKETCH in joint order, but was [PHOTO]");
  }

  private DalNet network(long seed) {
    DalNet network = new DalNet(CONFIG);
    network.initialise(manager, seed);
    return network;
  }

  private static void assertRefused(DalNet network, Map<String, Tensor> weights, String message) {
    assertThatThrownBy(() -> Weights.load(network, weights, "w"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(message);
  }
}
