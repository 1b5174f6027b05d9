package io.sketchwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.InputSpec.Fit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A 64x64 input has 8x8, 4x4 and 2x2 cells; the distributions here have 11 bins. */
class NanoDetDecoderTest {

  private static final int CLASSES = 2;
  private static final int BINS = 11;

  private static final InputSpec INPUT = input(64);

  private final NanoDetDecoder decoder = new NanoDetDecoder(INPUT, 0);
  private final List<Tensor> outputs =
      List.of(
          new Tensor(new long[] {1, 64, CLASSES}, new float[64 * CLASSES]),
          new Tensor(new long[] {1, 16, CLASSES}, new float[16 * CLASSES]),
          new Tensor(new long[] {1, 4, CLASSES}, new float[4 * CLASSES]),
          new Tensor(new long[] {1, 64, 4 * BINS}, new float[64 * 4 * BINS]),
          new Tensor(new long[] {1, 16, 4 * BINS}, new float[16 * 4 * BINS]),
          new Tensor(new long[] {1, 4, 4 * BINS}, new float[4 * 4 * BINS]));

  @Test
  void shouldMeasureTheSidesFromTheCellCentreInStrides() {
    put(1, 4 * 1 + 2, 0, 0.8f, 1, 1, 1, 1);

    assertThat(decode(64, 64)).containsExactly(found(24, 8, 32, 32, 0.8f));
  }

  @Test
  void shouldMapTheLetterboxBackToTheFrame() {
    put(1, 4 * 1 + 2, 0, 0.8f, 1, 0, 1, 1);

    // 128x64 is scaled to 64x32 and lies 16 rows down.
    assertThat(decode(128, 64)).containsExactly(found(48, 16, 64, 32, 0.8f));
  }

  @Test
  void shouldClipToTheFrameAndDropWhatLiesOutside() {
    put(0, 0, 0, 0.8f, 5, 5, 1, 1);
    put(1, 1, 0, 0.7f, 0, 0, 0, 0);

    assertThat(decode(64, 64)).containsExactly(found(0, 0, 12, 12, 0.8f));
  }

  @Test
  void shouldReportOnlyPeopleFromTheLowestConfidenceUp() {
    put(0, 9, 1, 0.9f, 1, 1, 1, 1);
    put(0, 27, 0, 0.09f, 1, 1, 1, 1);
    put(1, 15, 0, 0.11f, 1, 1, 0, 0);

    assertThat(decode(64, 64)).containsExactly(found(40, 40, 16, 16, 0.11f));
  }

  @Test
  void shouldKeepTheBestOfOverlappingBoxesAndSortFromTheLeft() {
    put(0, 8 * 3 + 6, 0, 0.5f, 1, 1, 1, 2);
    put(0, 8 * 3 + 2, 0, 0.6f, 1, 2, 1, 2);
    put(0, 8 * 4 + 2, 0, 0.7f, 1, 3, 1, 1);

    assertThat(decode(64, 64))
        .containsExactly(found(12, 12, 16, 32, 0.7f), found(44, 20, 16, 24, 0.5f));
  }

  @Test
  void shouldTakeTheExpectationOfTheSoftmax() {
    float[] logits = {0, 1000, 1000, 0, (float) Math.log(3), 0};

    assertThat(NanoDetDecoder.expectation(logits, 0, 4)).isCloseTo(1.5, within(1e-9));
    assertThat(NanoDetDecoder.expectation(logits, 3, 3)).isCloseTo((3 + 2) / 5d, within(1e-6));
  }

  @Test
  void shouldRefuseOutputsOfAnotherInputSize() {
    NanoDetDecoder larger = new NanoDetDecoder(input(96), 0);

    decoder.check(outputs);
    assertThatThrownBy(() -> larger.check(outputs)).hasMessageContaining("[1, 144, ...]");
  }

  private List<Detection> decode(int width, int height) {
    return new PersonBoxes(INPUT, 0.6).inFrame(decoder.candidates(outputs, 0.1), width, height);
  }

  private static InputSpec input(int side) {
    return new InputSpec(
        side, side, Channels.BGR, Fit.LETTERBOX, List.of(0d, 0d, 0d), List.of(1d, 1d, 1d));
  }

  /** Lets a cell report a class with sides that are whole numbers of strides. */
  private void put(int level, int cell, int kind, float score, int... sides) {
    outputs.get(level).values()[cell * CLASSES + kind] = score;
    float[] bins = outputs.get(level + 3).values();
    for (int side = 0; side < 4; side++) {
      int from = (cell * 4 + side) * BINS;
      Arrays.fill(bins, from, from + BINS, -100);
      bins[from + sides[side]] = 100;
    }
  }

  private static Detection found(int x, int y, int width, int height, float score) {
    return new Detection(new Box(x, y, width, height), score);
  }
}
