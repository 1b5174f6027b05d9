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
    Quantised scalar = Quantised.by(Quantiser.scalar(), values, scale);
    Quantised simd = Quantised.by(Quantiser.fastest(), values, scale);

    assertThat(Quantiser.fastest().largest(values)).isEqualTo(largest);
    assertThat(simd.codes).containsExactly(scalar.codes);
    assertThat(simd.wholes).containsExactly(scalar.wholes);
    assertThat(simd.rest).containsExactly(scalar.rest);
    for (int i = 0; i < length; i++) {
      assertThat((double) scalar.codes[i])
          .isCloseTo(values[i] / (double) scale, within(0.5001))
          .isBetween(-127.0, 127.0);
    }
  }

  private record Quantised(short[] codes, float[] wholes, float[] rest) {

    static Quantised by(Quantiser quantiser, float[] values, float scale) {
      int length = values.length;
      Quantised all = new Quantised(new short[length], new float[length], new float[length]);
      quantiser.quantise(values, scale, 1 / scale, all.codes, all.wholes, all.rest);
      return all;
    }
  }
}
