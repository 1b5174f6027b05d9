package io.sketchwatch.modelexport.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationRangeTest {

  @ParameterizedTest
  @CsvSource({"-1, 3", "0, 6", "-2.117904, 2.64", "-5, 0", "0, 0", "0.5, 2", "-3, -1"})
  void shouldHoldZeroAndEveryValueWithinHalfAStep(float one, float other) {
    ActivationRange range = ActivationRange.ZERO.including(new float[] {one, other});

    assertThat(range.zeroPoint()).isBetween(0, 255);
    for (float value : new float[] {one, other, (one + other) / 2, 0}) {
      int rounded = Math.round(value / range.scale()) + range.zeroPoint();
      int kept = Math.max(0, Math.min(255, rounded));
      assertThat((kept - range.zeroPoint()) * range.scale())
          .isCloseTo(value, within(range.scale() * 1.001f / (value == 0 ? 1e6f : 1)));
    }
  }

  @Test
  void shouldWidenOverSeveralBatches() {
    ActivationRange range =
        ActivationRange.ZERO
            .including(new float[] {0.5f, 2})
            .including(new float[] {-1, 1})
            .including(new float[0]);

    assertThat(range).isEqualTo(new ActivationRange(-1, 2));
  }

  @Test
  void shouldRefuseValuesThatAreNoNumbers() {
    assertThatThrownBy(() -> ActivationRange.ZERO.including(new float[] {1, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite activations, but was NaN");
  }
}
