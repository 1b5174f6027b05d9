package io.sketchwatch.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DotProductTest {

  @Example
  void shouldUseSimdWhereItsModuleIsThere() {
    assertThat(DotProduct.fastest()).isInstanceOf(SimdDotProduct.class);
  }

  @Property
  void shouldGiveTheSameBitsWithAndWithoutSimd(
      @ForAll @IntRange(max = 700) int length,
      @ForAll @IntRange(max = 5) int leftStart,
      @ForAll @IntRange(max = 5) int rightStart,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] left = floats(leftStart + length, random);
    float[] right = floats(rightStart + length, random);

    float simd = DotProduct.fastest().of(left, leftStart, right, rightStart, length);

    assertThat(DotProduct.scalar().of(left, leftStart, right, rightStart, length)).isEqualTo(simd);
    assertThat(DotProduct.fastest().of(right, rightStart, left, leftStart, length)).isEqualTo(simd);
    assertThat((double) simd)
        .isCloseTo(exact(left, leftStart, right, rightStart, length), within(1e-3));
  }

  /** Or else it is compiled as a part of whatever calls it, and that may be too much for C2. */
  @Example
  void shouldBeLongerThanWhatC2Inlines() throws URISyntaxException {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    int inlined = Integer.parseInt(jvm.getVMOption("FreqInlineSize").getValue());

    assertThat(bytecodesOfRows()).isGreaterThan(inlined);
  }

  private static int bytecodesOfRows() throws URISyntaxException {
    StringWriter listing = new StringWriter();
    PrintWriter out = new PrintWriter(listing);
    URL classes = SimdDotProduct.class.getProtectionDomain().getCodeSource().getLocation();
    ToolProvider.findFirst("javap")
        .orElseThrow()
        .run(
            out,
            out,
            "-c",
            "-cp",
            Path.of(classes.toURI()).toString(),
            SimdDotProduct.class.getName());
    String ofRows = listing.toString();
    ofRows = ofRows.substring(ofRows.indexOf("void ofRows"));
    ofRows = ofRows.substring(0, ofRows.indexOf("\n\n"));
    Matcher offsets = Pattern.compile("(?m)^ +(\\d+): ").matcher(ofRows);
    return offsets.results().mapToInt(offset -> Integer.parseInt(offset.group(1))).max().orElse(0);
  }

  @Property
  void shouldMultiplyInt8RowsExactly(
      @ForAll @IntRange(max = 700) int length,
      @ForAll @IntRange(max = 5) int count,
      @ForAll boolean extreme,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] rows = new byte[count * length];
    short[] vector = new short[length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (byte) code(random, extreme);
    }
    for (int i = 0; i < length; i++) {
      vector[i] = (short) code(random, extreme);
    }
    float[] simd = new float[count];
    float[] scalar = new float[count];

    DotProduct.fastest().ofRows(rows, count, vector, simd);
    DotProduct.scalar().ofRows(rows, count, vector, scalar);

    assertThat(simd).isEqualTo(scalar);
  }

  private static int code(Random random, boolean extreme) {
    return extreme ? 127 * (random.nextInt(3) - 1) : random.nextInt(255) - 127;
  }

  private static float[] floats(int length, Random random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double exact(
      float[] left, int leftStart, float[] right, int rightStart, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) left[leftStart + i] * right[rightStart + i];
    }
    return sum;
  }
}
