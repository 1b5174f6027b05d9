package io.sketchwatch.core.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class QuantiserTest {

  @Property
  void shouldGiveTheSameBitsWithSimd(
      @ForAll @IntRange(max = 700) int length,
      @ForAll @IntRange(min = -126, max = 40) int exponent,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Math.scalb((float) random.nextGaussian(), exponent);
    }
    float largest = Quantiser.scalar().largest(values);
    float scale = Math.max(largest / 127, Float.MIN_NORMAL);
    Quantised scalar = Quantised.by(Quantiser.scalar(), values, 1 / scale);
    Quantised simd = Quantised.by(Quantiser.fastest(), values, 1 / scale);

    assertThat(Quantiser.fastest().largest(values)).isEqualTo(largest);
    assertThat(simd.codes).containsExactly(scalar.codes);
    assertThat(simd.wholes).containsExactly(scalar.wholes);
    for (int i = 0; i < length; i++) {
      assertThat((double) scalar.codes[i])
          .isCloseTo(values[i] / (double) scale, within(0.5001))
          .isBetween(-127.0, 127.0);
    }
  }

  private record Quantised(short[] codes, float[] wholes) {

    static Quantised by(Quantiser quantiser, float[] values, float perScale) {
      Quantised all = new Quantised(new short[values.length], new float[values.length]);
      quantiser.quantise(values, perScale, all.codes, all.wholes);
      return all;
    }
  }
}
