package io.sketchwatch.dalnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.sketchwatch.core.model.InputSpec;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.core.ranking.Label;
import io.sketchwatch.core.ranking.RetrievalMetrics;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.loss.CircleLoss;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.GemPooling;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.network.StreamFeatures;
import io.sketchwatch.dalnet.network.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Values and gradients of an independent PyTorch implementation. The property {@code
 * dalnet.fixtures} names another folder of such files.
 */
class DalNetFixturesTest {

  @Test
  void shouldPoolByTheGeneralisedMean() throws IOException {
    try (Fixture fixture = Fixture.read("gem");
        NDManager manager = PyTorch.manager(Device.cpu());
        GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      GemPooling pool = new GemPooling();
      pool.initialize(manager, DataType.FLOAT32);
      Parameter exponent = pool.getParameters().get("p");
      fixture.get("p").copyTo(exponent.getArray());
      NDArray x = fixture.variable("x");

      NDArray pooled = pool.apply(x, true);
      gradients.backward(pooled.mul(fixture.get("upstream")).sum());

      fixture.assertValue(pooled, "y");
      fixture.assertGradient(x, "grad_x");
      fixture.assertGradient(exponent.getArray(), "grad_p");
    }
  }

  @Test
  void shouldJudgePairsOfModalitiesByTheCircleLoss() throws IOException {
    try (Fixture fixture = Fixture.read("cross_modal_circle_loss");
        GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      NDArray first = fixture.variable("first");
      NDArray second = fixture.variable("second");

      NDArray loss =
          new CircleLoss(fixture.scalar("margin"), fixture.scalar("gamma"))
              .crossModal(first, second, fixture.longs("identities"));
      gradients.backward(loss);

      fixture.assertValue(loss, "loss");
      fixture.assertGradient(first, "grad_first");
      fixture.assertGradient(second, "grad_second");
    }
  }

  @Test
  void shouldMeasureRankings() throws IOException {
    try (Fixture fixture = Fixture.read("retrieval_metrics")) {
      NDArray scores = fixture.get("distance").neg();

      RetrievalMetrics metrics =
          RetrievalMetrics.of(
              query -> scores.get(query).toFloatArray(),
              labels(fixture, "query_identities", "query_cameras"),
              labels(fixture, "gallery_identities", "gallery_cameras"));

      assertThat(metrics.cmc().stream().mapToDouble(Double::doubleValue).toArray())
          .containsExactly(fixture.get("cmc").toDoubleArray(), within(1e-9));
      assertThat(metrics.meanAveragePrecision())
          .isCloseTo(fixture.get("mean_average_precision").getDouble(), within(1e-9));
      assertThat(metrics.meanInverseNegativePenalty())
          .isCloseTo(fixture.get("mean_inverse_negative_penalty").getDouble(), within(1e-9));
      assertThat(metrics.countedQueries()).isEqualTo((int) fixture.longs("valid_queries")[0]);
    }
  }

  @Test
  void shouldEmbedAJointTrainingBatchAndKeepItsStatistics() throws IOException {
    try (Fixture fixture = Fixture.read("training_step");
        NDManager manager = PyTorch.manager(Device.cpu())) {
      DalNet network = network(fixture, manager);

      Map<Stream, StreamFeatures> features = network.forward(pictures(fixture), true);

      for (Stream stream : Stream.values()) {
        fixture.assertValue(
            features.get(stream).embeddings(), "train/" + stream.key() + "_embedding");
      }
      Weights.of(network)
          .forEach(
              (name, tensor) -> {
                if (name.contains(".running_")) {
                  fixture.assertValues(tensor.values(), "after/" + name);
                }
              });
    }
  }

  @Test
  void shouldEmbedForServingByOneStreamAlone() throws IOException {
    try (Fixture fixture = Fixture.read("training_step");
        NDManager manager = PyTorch.manager(Device.cpu())) {
      DalNet network = network(fixture, manager);
      Map<String, Tensor> afterTheStep = Weights.of(network);
      fixture.tensors("after/").forEach(afterTheStep::replace);
      Weights.load(network, afterTheStep, "after");

      for (Stream stream : List.of(Stream.PHOTO, Stream.SKETCH)) {
        NDArray embeddings = network.embed(stream, pictures(fixture).get(stream));
        fixture.assertValue(embeddings.normalize(2, 1), "eval/" + stream.key() + "_embedding");
      }
    }
  }

  private static DalNet network(Fixture fixture, NDManager manager) throws IOException {
    int identities = (int) fixture.get("parameter/classifier.weight").getShape().get(0);
    DalNet network =
        new DalNet(
            new DalNetConfig(4, List.of(1, 1, 1, 1), identities, 64, 32, List.of(Stream.values())));
    network.initialise(manager, 1);
    Map<String, Tensor> tensors = fixture.tensors("parameter/");
    tensors.keySet().retainAll(network.parametersByName().keySet());
    Weights.load(network, tensors, "training_step");
    return network;
  }

  private static Map<Stream, NDArray> pictures(Fixture fixture) {
    Map<Stream, NDArray> pictures = new EnumMap<>(Stream.class);
    for (Stream stream : Stream.values()) {
      NDArray mean = perChannel(fixture.get("photo"), InputSpec.IMAGENET_MEAN);
      NDArray deviation = perChannel(fixture.get("photo"), InputSpec.IMAGENET_STD);
      pictures.put(stream, fixture.get(stream.key()).mul(255f).sub(mean).div(deviation));
    }
    return pictures;
  }

  private static NDArray perChannel(NDArray like, List<Double> values) {
    float[] channels = new float[values.size()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = values.get(i).floatValue();
    }
    return like.getManager().create(channels).reshape(1, 3, 1, 1);
  }

  private static List<Label> labels(Fixture fixture, String identities, String cameras) {
    long[] identity = fixture.longs(identities);
    long[] camera = fixture.longs(cameras);
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < identity.length; i++) {
      labels.add(new Label(Long.toString(identity[i]), Long.toString(camera[i])));
    }
    return labels;
  }
}
