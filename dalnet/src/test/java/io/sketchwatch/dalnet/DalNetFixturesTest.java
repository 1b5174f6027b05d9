package io.sketchwatch.dalnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import io.sketchwatch.core.ranking.Label;
import io.sketchwatch.core.ranking.RetrievalMetrics;
import io.sketchwatch.dalnet.engine.PyTorch;
import io.sketchwatch.dalnet.loss.CircleLoss;
import io.sketchwatch.dalnet.loss.StyleRefinementLoss;
import io.sketchwatch.dalnet.network.AuxiliaryGenerator;
import io.sketchwatch.dalnet.network.BilinearAlignment;
import io.sketchwatch.dalnet.network.CrossAttention;
import io.sketchwatch.dalnet.network.GemPooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Values and gradients of an independent PyTorch implementation. The property {@code
 * dalnet.fixtures} names another folder of such files, from here or from the root of the project.
 */
class DalNetFixturesTest {

  private static final String FOLDER = "dalnet.fixtures";
  private static final String GRADIENT = "grad_";

  /** Compares the product with what a file says. */
  private interface Check {
    void of(Fixture fixture) throws IOException;
  }

  private static final Map<String, Check> CHECKS =
      new TreeMap<>(
          Map.of(
              "gem", DalNetFixturesTest::pooling,
              "dag", DalNetFixturesTest::auxiliary,
              "bam", DalNetFixturesTest::bilinearAlignment,
              "aca", DalNetFixturesTest::crossAttention,
              "style_refinement_loss", DalNetFixturesTest::styleRefinement,
              "cross_modal_circle_loss", DalNetFixturesTest::crossModalCircle,
              "intra_modal_circle_loss", DalNetFixturesTest::intraModalCircle,
              "retrieval_metrics", DalNetFixturesTest::rankings,
              "training_step", TrainingStepCheck::of));

  @TestFactory
  Stream<DynamicTest> shouldMeetEveryArrayOfEveryFixture() throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  @Test
  void shouldFindEveryKnownFixture() throws IOException {
    assertThat(files()).extracting(DalNetFixturesTest::name).containsAll(CHECKS.keySet());
  }

  private static void check(Path file) throws IOException {
    assertThat(CHECKS).as("checks, of which one must fit " + file).containsKey(name(file));
    try (Fixture fixture = new Fixture(file)) {
      CHECKS.get(name(file)).of(fixture);
      fixture.assertAllUsed();
    }
  }

  private static List<Path> files() throws IOException {
    Path named = Path.of(System.getProperty(FOLDER, "src/test/resources/fixtures/dalnet"));
    Path folder = Files.isDirectory(named) ? named : Path.of("..").resolve(named);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".npz")).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".npz", "");
  }

  private static void pooling(Fixture fixture) {
    try (Part part = new Part(new GemPooling())) {
      part.set("p", fixture.get("p"));
      NDArray x = fixture.variable("x");

      NDArray pooled = ((GemPooling) part.block()).apply(x, true);
      part.backward(pooled.mul(fixture.get("upstream")).sum());

      fixture.assertValue(pooled, "y");
      fixture.assertGradients(GRADIENT, Map.of("x", x, "p", part.get("p")));
    }
  }

  private static void auxiliary(Fixture fixture) {
    try (Part part = new Part(new AuxiliaryGenerator(true))) {
      part.set("kernel", fixture.get("kernel"));

      NDArray auxiliary =
          ((AuxiliaryGenerator) part.block()).apply(fixture.get("photo"), fixture.get("mask"));
      part.backward(auxiliary.mul(fixture.get("upstream")).sum());

      fixture.assertValue(auxiliary, "auxiliary");
      fixture.assertGradients(GRADIENT, Map.of("kernel", part.get("kernel")));
    }
  }

  private static void bilinearAlignment(Fixture fixture) {
    int channels = (int) fixture.get("expand_weight").getShape().get(0);
    int squeezed = (int) fixture.get("expand_weight").getShape().get(1);
    try (Part part = new Part(new BilinearAlignment(channels, squeezed))) {
      Map<String, NDArray> variables = part.setAll(fixture);
      NDArray features = fixture.variable("features");
      NDArray auxiliary = fixture.variable("auxiliary");

      NDArray probability = ((BilinearAlignment) part.block()).probability(features, auxiliary);
      NDArray aligned = BilinearAlignment.align(features, probability);
      part.backward(aligned.mul(fixture.get("upstream")).sum());

      fixture.assertValue(probability, "probability");
      fixture.assertValue(aligned, "aligned");
      variables.put("features", features);
      variables.put("auxiliary", auxiliary);
      fixture.assertGradients(GRADIENT, variables);
    }
  }

  private static void crossAttention(Fixture fixture) {
    int channels = (int) fixture.get("features").getShape().get(1);
    try (Part part = new Part(new CrossAttention(channels))) {
      Map<String, NDArray> variables = part.setAll(fixture);
      NDArray features = fixture.variable("features");
      NDArray auxiliary = fixture.variable("auxiliary");

      NDArray refined = ((CrossAttention) part.block()).apply(features, auxiliary);
      part.backward(refined.mul(fixture.get("upstream")).sum());

      fixture.assertValue(refined, "refined");
      variables.put("features", features);
      variables.put("auxiliary", auxiliary);
      fixture.assertGradients(GRADIENT, variables);
    }
  }

  private static void styleRefinement(Fixture fixture) {
    NDArray auxiliary = fixture.variable("auxiliary");
    NDArray sketch = fixture.variable("sketch");
    NDArray photo = fixture.variable("photo");
    try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      NDArray loss = new StyleRefinementLoss(fixture.scalar("tau")).of(auxiliary, sketch, photo);
      gradients.backward(loss);

      fixture.assertValue(loss, "loss");
      fixture.assertGradients(
          GRADIENT, Map.of("auxiliary", auxiliary, "sketch", sketch, "photo", photo));
    }
  }

  private static void crossModalCircle(Fixture fixture) {
    NDArray first = fixture.variable("first");
    NDArray second = fixture.variable("second");
    try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      NDArray loss = circle(fixture).crossModal(first, second, fixture.longs("identities"));
      gradients.backward(loss);

      fixture.assertValue(loss, "loss");
      fixture.assertGradients(GRADIENT, Map.of("first", first, "second", second));
    }
  }

  private static void intraModalCircle(Fixture fixture) {
    NDArray before = fixture.variable("before");
    NDArray after = fixture.variable("after");
    try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      NDArray loss = circle(fixture).intraModal(before, after, fixture.longs("identities"));
      gradients.backward(loss);

      fixture.assertValue(loss, "loss");
      fixture.assertGradients(GRADIENT, Map.of("before", before, "after", after));
    }
  }

  private static CircleLoss circle(Fixture fixture) {
    return new CircleLoss(fixture.scalar("margin"), fixture.scalar("gamma"));
  }

  private static void rankings(Fixture fixture) {
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

  private static List<Label> labels(Fixture fixture, String identities, String cameras) {
    long[] identity = fixture.longs(identities);
    long[] camera = fixture.longs(cameras);
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < identity.length; i++) {
      labels.add(new Label(Long.toString(identity[i]), Long.toString(camera[i])));
    }
    return labels;
  }

  /** A block on its own, with parameters of a fixture. */
  private static final class Part implements AutoCloseable {

    private final Block block;
    private final NDManager manager = PyTorch.manager(Device.cpu());
    private final GradientCollector gradients = PyTorch.engine().newGradientCollector();

    Part(Block block) {
      this.block = block;
      block.initialize(manager, DataType.FLOAT32);
    }

    Block block() {
      return block;
    }

    NDArray get(String parameter) {
      return block.getParameters().get(parameter).getArray();
    }

    void set(String parameter, NDArray value) {
      value.copyTo(get(parameter));
    }

    /** Sets every parameter, {@code a.b} from array {@code a_b}, and returns them by that name. */
    Map<String, NDArray> setAll(Fixture fixture) {
      Map<String, NDArray> arrays = new TreeMap<>();
      for (String parameter : block.getParameters().keys()) {
        String name = parameter.replace('.', '_');
        set(parameter, fixture.get(name));
        arrays.put(name, get(parameter));
      }
      return arrays;
    }

    void backward(NDArray scalar) {
      gradients.backward(scalar);
    }

    @Override
    public void close() {
      gradients.close();
      manager.close();
    }
  }
}
