package io.sketchwatch.dalnet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.sketchwatch.core.model.Tensor;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.network.DalNet;
import io.sketchwatch.dalnet.network.DalNetConfig;
import io.sketchwatch.dalnet.network.Interaction;
import io.sketchwatch.dalnet.network.Stream;
import io.sketchwatch.dalnet.network.StreamFeatures;
import io.sketchwatch.dalnet.network.Weights;
import io.sketchwatch.dalnet.training.Objective;
import io.sketchwatch.dalnet.training.TrainingConfig;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One training step of the whole method: auxiliary pictures, features, losses, gradients, running
 * statistics after it, and embeddings in evaluation with those.
 */
final class TrainingStepCheck {

  private static final String PARAMETER = "parameter/";

  /** Stands for a weight of 0, which would leave the loss out whose value the file states. */
  private static final double NEXT_TO_NOTHING = 1e-30;

  private TrainingStepCheck() {}

  static void of(Fixture fixture) throws IOException {
    try (NDManager manager = PyTorch.manager(Device.cpu())) {
      Map<String, Tensor> weights = fixture.tensors(PARAMETER);
      DalNet network = new DalNet(config(weights, fixture.get("photo").getShape()));
      network.initialise(manager, 1);
      Weights.load(network, weights, "training_step");
      train(fixture, network);
      Weights.of(network)
          .forEach(
              (name, tensor) -> {
                if (name.contains(".running_")) {
                  fixture.assertValues(tensor.values(), "after/" + name);
                }
              });
      serve(fixture, network);
    }
  }

  private static DalNetConfig config(Map<String, Tensor> weights, Shape picture) {
    int width = (int) weights.get("photo.conv1.weight").shape()[0];
    return new DalNetConfig(
        width,
        List.of(
            blocks(weights, "photo.layer1"),
            blocks(weights, "photo.layer2"),
            blocks(weights, "shared.layer3"),
            blocks(weights, "shared.layer4")),
        (int) weights.get("classifier.weight").shape()[0],
        (int) picture.get(2),
        (int) picture.get(3),
        List.of(Stream.values()),
        true,
        true,
        Interaction.CROSS_ATTENTION,
        32 * width / (int) weights.get("bam.photo.squeeze.weight").shape()[0]);
  }

  private static int blocks(Map<String, Tensor> weights, String stage) {
    int blocks = 0;
    while (weights.containsKey("%s.%d.conv1.weight".formatted(stage, blocks))) {
      blocks++;
    }
    return blocks;
  }

  private static void train(Fixture fixture, DalNet network) {
    try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      NDArray auxiliary = network.auxiliary(fixture.get("photo"), fixture.get("mask"));
      fixture.assertValue(auxiliary, "auxiliary");
      Map<Stream, NDArray> pictures = new EnumMap<>(Stream.class);
      pictures.put(Stream.PHOTO, DalNet.normalise(fixture.get("photo")));
      pictures.put(Stream.AUXILIARY, DalNet.normalise(auxiliary));
      pictures.put(Stream.SKETCH, DalNet.normalise(fixture.get("sketch")));

      Map<Stream, StreamFeatures> features = network.forward(pictures, true);
      features.forEach((stream, part) -> assertFeatures(fixture, stream.key(), part));
      Map<String, NDArray> losses =
          new Objective(losses(fixture)).of(features, fixture.longs("identities"));
      assertThat(losses).hasSize(5);
      losses.forEach((name, loss) -> fixture.assertValue(loss, "loss/" + name));

      gradients.backward(losses.get(Objective.TOTAL));
      Map<String, NDArray> trained = new TreeMap<>();
      network
          .parametersByName()
          .forEach(
              (name, parameter) -> {
                if (parameter.requiresGradient()) {
                  trained.put(name, parameter.getArray());
                }
              });
      fixture.assertGradients("gradient/", trained);
    }
  }

  private static void assertFeatures(Fixture fixture, String stream, StreamFeatures part) {
    fixture.assertValue(part.embeddings(), "train/%s_embedding".formatted(stream));
    fixture.assertValue(part.style(), "train/%s_style".formatted(stream));
    if (part.interacted() != null) {
      fixture.assertValue(part.interacted(), "train/%s_interacted".formatted(stream));
    }
  }

  private static TrainingConfig.Losses losses(Fixture fixture) {
    float[] weights = fixture.get("option/lambda").toFloatArray();
    return new TrainingConfig.Losses(
        Math.max(weights[0], NEXT_TO_NOTHING),
        Math.max(weights[1], NEXT_TO_NOTHING),
        Math.max(weights[2], NEXT_TO_NOTHING),
        0,
        fixture.scalar("option/tau"),
        fixture.scalar("option/margin"),
        fixture.scalar("option/gamma"));
  }

  private static void serve(Fixture fixture, DalNet network) {
    for (Stream stream : List.of(Stream.PHOTO, Stream.SKETCH)) {
      NDArray pictures = DalNet.normalise(fixture.get(stream.key()));
      NDArray embeddings = network.embed(stream, pictures).normalize(2, 1);
      fixture.assertValue(embeddings, "eval/%s_embedding".formatted(stream.key()));
    }
  }
}
