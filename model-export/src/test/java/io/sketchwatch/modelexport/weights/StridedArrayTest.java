package io.sketchwatch.modelexport.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.model.ElementType;
import io.sketchwatch.core.model.Tensor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StridedArrayTest {

  private static final int NUMBERS = 12;

  @Test
  void shouldStepThroughAViewOfThreeAxes() {
    assertThat(array(1, longs(2, 1, 3), longs(1, 7, 4)).tensor())
        .isEqualTo(new Tensor(longs(2, 1, 3), new float[] {1, 5, 9, 2, 6, 10}));
  }

  @Test
  void shouldPackEitherAxisFirst() {
    assertThat(StridedArray.packed(longs(2, 3, 4), false)).containsExactly(12, 4, 1);
    assertThat(StridedArray.packed(longs(2, 3, 4), true)).containsExactly(1, 2, 6);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 13, 1",
    "1, 12, 1",
    "12, 1, 1",
    "-1, 2, 1",
    "0, -1, 1",
    "11, 2, -1",
    "0, 3, 9223372036854775807",
    "0, 9223372036854775807, 9223372036854775807",
    "9223372036854775807, 1, 1",
    "9223372036854775807, 2, 9223372036854775807"
  })
  void shouldRefuseAViewThatReachesOutside(long offset, long length, long stride) {
    assertThatThrownBy(() -> array(offset, longs(length), longs(stride)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must lie within its 12 numbers");
  }

  @Test
  void shouldRefuseStridesForOtherAxes() {
    assertThatThrownBy(() -> array(0, longs(2, 2), longs(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("strides [1]");
  }

  private static StridedArray array(long offset, long[] shape, long[] strides) {
    ByteBuffer data = ByteBuffer.allocate(NUMBERS * Float.BYTES);
    for (int i = 0; i < NUMBERS; i++) {
      data.putFloat(i);
    }
    return new StridedArray(data, ElementType.FLOAT32, offset, shape, strides);
  }

  private static long[] longs(long... values) {
    return values;
  }
}
