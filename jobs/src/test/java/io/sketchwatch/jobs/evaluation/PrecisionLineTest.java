package io.sketchwatch.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.modelexport.onnx.DalNetOnnxWriter.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecisionLineTest {

  private static final PrecisionLine WHOLE = line("float32", 2048, 1, 0, 90);

  @Test
  void shouldRecommendTheFastestThatLosesLittle() {
    PrecisionLine fast = line("int8", 2048, 1.4, 0.0099, 25);
    PrecisionLine tooLossy = line("int8-16", 16, 2.5, 0.0101, 24);

    assertThat(PrecisionLine.recommended(List.of(WHOLE, tooLossy, fast))).isEqualTo(fast);
  }

  @Test
  void shouldTakeAGainForNoLoss() {
    PrecisionLine better = line("int8", 2048, 1.1, -0.02, 25);

    assertThat(PrecisionLine.recommended(List.of(WHOLE, better))).isEqualTo(better);
  }

  @Test
  void shouldPreferFewDimensionsThenFewBytesAmongEquallyFastOnes() {
    PrecisionLine fastest = line("int8", 2048, 1.5, 0, 20);
    PrecisionLine shorter = line("int8-512", 512, 1.48, 0.005, 25);
    PrecisionLine smaller = line("int8-512b", 512, 1.475, 0.005, 24);
    PrecisionLine slower = line("float32-16", 16, 1.4, 0, 10);

    assertThat(PrecisionLine.recommended(List.of(WHOLE, fastest, shorter, smaller, slower)))
        .isEqualTo(smaller);
  }

  @Test
  void shouldPassOverWhatWasRefused() {
    PrecisionLine refused =
        PrecisionLine.refused(new PrecisionVariant(Precision.INT8, 512), "off by far");

    assertThat(PrecisionLine.recommended(List.of(WHOLE, refused))).isEqualTo(WHOLE);
    assertThat(refused.variant()).isEqualTo("int8-512");
  }

  private static PrecisionLine line(
      String name, int dimension, double speedUp, double loss, long bytes) {
    return new PrecisionLine(
        "precision",
        name,
        dimension,
        16,
        30 * speedUp,
        speedUp,
        0.5,
        0.6 - loss,
        loss,
        1.0,
        bytes,
        null);
  }
}
