package io.sketchwatch.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PixelArithmeticTest {

  private static final PixelArithmetic SIMD = PixelArithmetic.fastest();
  private static final PixelArithmetic SCALAR = PixelArithmetic.scalar();

  @Example
  void shouldUseSimdWhereItsModuleIsThere() {
    assertThat(SIMD).isInstanceOf(SimdPixelArithmetic.class);
  }

  @Property(tries = 100)
  void shouldResizeToTheSameBytesWithAndWithoutSimd(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll @IntRange(min = 1, max = 90) int newHeight,
      @ForAll long seed) {
    Image picture = new Image(width, height, noise(3 * width * height, seed));

    assertThat(Resampling.triangle(SIMD, picture, newWidth, newHeight))
        .isEqualTo(Resampling.triangle(SCALAR, picture, newWidth, newHeight));
  }

  @Property(tries = 200)
  void shouldNarrowToTheSameBytesWithAndWithoutSimd(
      @ForAll @IntRange(max = 100) int count, @ForAll long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(4) == 0 ? random.nextInt(260) : 260 * random.nextFloat();
    }
    byte[] simd = new byte[count];
    byte[] scalar = new byte[count];

    SIMD.narrow(values, simd, 0, count);
    SCALAR.narrow(values, scalar, 0, count);

    assertThat(simd).isEqualTo(scalar);
  }

  @Property(tries = 200)
  void shouldNormaliseToTheSameBitsWithAndWithoutSimd(
      @ForAll @IntRange(max = 100) int pixels,
      @ForAll @IntRange(max = 2) int colour,
      @ForAll @IntRange(max = 9) int start,
      @ForAll long seed) {
    float[] row = new float[3 * pixels];
    SCALAR.widen(noise(row.length, seed), 0, row, row.length);
    float[] simd = new float[start + pixels];
    float[] scalar = new float[start + pixels];

    SIMD.normalise(row, colour, 123.675f, 1 / 58.395f, simd, start, pixels);
    SCALAR.normalise(row, colour, 123.675f, 1 / 58.395f, scalar, start, pixels);

    assertThat(simd).isEqualTo(scalar);
    if (pixels > 0) {
      assertThat(scalar[start]).isEqualTo((row[colour] - 123.675f) * (1 / 58.395f));
    }
  }

  private static byte[] noise(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
