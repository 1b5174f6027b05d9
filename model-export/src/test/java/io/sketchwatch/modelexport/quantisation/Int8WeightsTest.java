package io.sketchwatch.modelexport.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.model.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Int8WeightsTest {

  private static final float INPUT_SCALE = 0.02f;

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldStayWithinHalfAStepOfEachChannelsOwnScale(int axis) {
    Tensor weights = random(4, 3);
    float[] bias = new float[(int) weights.shape()[axis]];

    Int8Weights rounded = Int8Weights.of(weights, axis, bias, INPUT_SCALE);

    for (int i = 0; i < weights.values().length; i++) {
      float scale = rounded.scales()[axis == 0 ? i / 3 : i % 3];
      assertThat(rounded.values()[i]).isBetween((byte) -64, (byte) 64);
      assertThat(rounded.values()[i] * scale)
          .isCloseTo(weights.values()[i], within(0.5001f * scale));
    }
    assertThat(rounded.scales()).doesNotHaveDuplicates();
  }

  @Test
  void shouldReachTheEndOfTheRangeInEveryChannel() {
    Int8Weights rounded =
        Int8Weights.of(
            new Tensor(new long[] {2, 2}, new float[] {1, -2, 0.01f, 0.005f}),
            0,
            new float[2],
            INPUT_SCALE);

    assertThat(rounded.values()).containsExactly(32, -64, 64, 32);
  }

  @Test
  void shouldCoarsenWeightsRatherThanOverflowTheirBias() {
    float[] bias = {5_000, 0.5f};
    Tensor tiny = new Tensor(new long[] {2, 1}, new float[] {1e-9f, 1e-3f});

    Int8Weights rounded = Int8Weights.of(tiny, 0, bias, INPUT_SCALE);

    int[] steps = rounded.bias(bias, INPUT_SCALE);
    for (int channel = 0; channel < 2; channel++) {
      float step = rounded.sumScales(INPUT_SCALE)[channel];
      assertThat(steps[channel] * (double) step).isCloseTo(bias[channel], within(0.01));
      assertThat(Math.abs(steps[channel])).isLessThanOrEqualTo((1 << 30) + 64);
    }
  }

  @Test
  void shouldLeaveAChannelOfZerosAtZero() {
    Int8Weights rounded =
        Int8Weights.of(new Tensor(new long[] {1, 2}, new float[2]), 0, new float[1], INPUT_SCALE);

    assertThat(rounded.values()).containsOnly(0);
    assertThat(rounded.scales()).containsExactly(1);
    assertThat(rounded.bias(new float[1], INPUT_SCALE)).containsExactly(0);
  }

  private static Tensor random(int rows, int columns) {
    Random random = new Random(5);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * (1 + i);
    }
    return new Tensor(new long[] {rows, columns}, values);
  }
}
