package io.sketchwatch.dalnet.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.sketchwatch.dalnet.engine.PyTorch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossesTest {

  private final NDManager manager = PyTorch.manager(Device.cpu());

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void shouldCostTheLogOfTheTrueIdentitysProbability() {
    NDArray logits = rows(new float[] {0, (float) Math.log(3), 0, 0}, 2, 2);

    assertThat(IdentityLoss.of(logits, new long[] {1, 0}).getFloat())
        .isCloseTo((float) -(Math.log(0.75) + Math.log(0.5)) / 2, within(1e-6f));
  }

  @Test
  void shouldCostNothingWhereNoAnchorHasBothKindsOfPairs() {
    NDArray first = rows(new float[] {1, 0, 0, 1}, 2, 2);
    first.setRequiresGradient(true);

    try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      NDArray loss = new CircleLoss(0.45f, 64).crossModal(first, first, new long[] {4, 4});
      gradients.backward(loss);

      assertThat(loss.getFloat()).isZero();
      assertThat(first.getGradient().toFloatArray()).containsOnly(0f);
    }
  }

  @Test
  void shouldCostOneAnchorOfTwoByHand() {
    NDArray scores = rows(new float[] {0.5f, 0.25f, 1, 1}, 2, 2);
    PairMasks pairs =
        new PairMasks(
            new boolean[][] {{true, false}, {true, true}},
            new boolean[][] {{false, true}, {false, false}});

    double positive = -2 * (1.25 - 0.5) * (0.5 - 0.75);
    double negative = 2 * (0.25 + 0.25) * (0.25 - 0.25);
    assertThat(new CircleLoss(0.25f, 2).ofAnchors(scores, pairs).getFloat())
        .isCloseTo((float) Math.log1p(Math.exp(positive + negative)), within(1e-6f));
  }

  @Test
  void shouldNotPairAnEmbeddingWithItself() {
    NDArray directions = rows(new float[] {1, 0, 0.6f, 0.8f, 0, 1}, 3, 2);

    double positive = -2 * (1.25 - 0.6) * (0.6 - 0.75);
    double ofFirst = softplus(positive + 2 * 0.25 * -0.25);
    double ofSecond = softplus(positive + 2 * 1.05 * 0.55);
    assertThat(new CircleLoss(0.25f, 2).joint(directions, new long[] {7, 7, 8}).getFloat())
        .isCloseTo((float) ((ofFirst + ofSecond) / 2), within(1e-6f));
  }

  @Test
  void shouldCountTheHardestOtherIdentityAlone() {
    NDArray before = rows(new float[] {1, 0}, 1, 2);
    NDArray after = rows(new float[] {0.6f, 0.8f, 0.8f, 0.6f, 0, 1}, 3, 2);
    NDArray three = before.repeat(0, 3);

    double negative = 2 * (0.8 + 0.25) * (0.8 - 0.25);
    double ofFirst = softplus(negative - 2 * (1.25 - 0.6) * (0.6 - 0.75));
    double ofSecond = softplus(2 * 0.85 * 0.35 - 2 * (1.25 - 0.8) * (0.8 - 0.75));
    double ofThird = softplus(negative - 2 * 1.25 * -0.75);
    assertThat(new CircleLoss(0.25f, 2).intraModal(three, after, new long[] {1, 2, 3}).getFloat())
        .isCloseTo((float) ((ofFirst + ofSecond + ofThird) / 3), within(1e-5f));
  }

  @Test
  void shouldCostNothingWithinAModalityWhereThereIsNoOtherIdentity() {
    NDArray before = rows(new float[] {1, 0, 0, 1}, 2, 2);
    before.setRequiresGradient(true);

    try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
      NDArray loss = new CircleLoss(0.45f, 64).intraModal(before, before, new long[] {4, 4});
      gradients.backward(loss);

      assertThat(loss.getFloat()).isZero();
      assertThat(before.getGradient().toFloatArray()).containsOnly(0f);
    }
  }

  @Test
  void shouldRefuseATemperatureOfZero() {
    assertThatThrownBy(() -> new StyleRefinementLoss(0)).hasMessageContaining("but was 0.0");
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  @Test
  void shouldStayFiniteForScoresThatOverflowANaiveSum() {
    NDArray huge = rows(new float[] {500, 501, -1e30f, -1e30f}, 2, 2);

    assertThat(StableSums.logSumExp(huge).toFloatArray()[0])
        .isCloseTo((float) (501 + Math.log1p(Math.exp(-1))), within(1e-4f));
    assertThat(StableSums.logSumExp(huge).toFloatArray()[1]).isEqualTo(-1e30f);
  }

  @Test
  void shouldRefuseAGammaOfZero() {
    assertThatThrownBy(() -> new CircleLoss(0.45f, 0)).hasMessageContaining("but was 0.45 and 0.0");
  }

  private NDArray rows(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }
}
