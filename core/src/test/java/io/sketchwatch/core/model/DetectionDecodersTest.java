package io.sketchwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sketchwatch.core.model.DecoderSpec.BoxOrder;
import io.sketchwatch.core.model.DecoderSpec.Kind;
import io.sketchwatch.core.model.InputSpec.Channels;
import io.sketchwatch.core.model.InputSpec.Fit;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected boxes are worked out by hand from each paper's own formula. */
class DetectionDecodersTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-4);

  /** 64 wide and 32 high: 8 x 4, 4 x 2 and 2 x 1 cells at strides 8, 16 and 32. */
  private static final InputSpec INPUT =
      new InputSpec(64, 32, Channels.BGR, Fit.STRETCH, List.of(0d, 0d, 0d), List.of(1d, 1d, 1d));

  @Test
  void shouldReadYolox() {
    int length = 5 + 3;
    Tensor output = new Tensor(new long[] {1, 42, length}, new float[42 * length]);
    // Stride 8, row 2, column 3: centre (3.25 * 8, 2.5 * 8), size (8, 2 * 8).
    put(output, (2 * 8 + 3) * length, 0.25f, 0.5f, 0, (float) Math.log(2), 0.8f, 0.1f, 0.5f, 0.9f);
    // Stride 32, the second cell: centre (1.5 * 32, 0.5 * 32), size (32, 32).
    put(output, (32 + 8 + 1) * length, 0.5f, 0.5f, 0, 0, 0.5f, 0, 0.5f, 0);
    // Stride 16, the first cell: sure of another class.
    put(output, 32 * length, 0.5f, 0.5f, 0, 0, 1, 1, 0.2f, 1);
    DetectionDecoder decoder = new YoloxDecoder(INPUT, 1);

    decoder.check(List.of(output));
    List<BoxCandidate> found = decoder.candidates(List.of(output), 0.22);

    assertThat(found).hasSize(2);
    assertIsBox(found.get(0), 22, 12, 30, 28, 0.4);
    assertIsBox(found.get(1), 32, 0, 64, 32, 0.25);
    assertThatThrownBy(() -> new YoloxDecoder(INPUT, 3).check(List.of(output)))
        .hasMessageContaining("[1, 42, more than 8]");
  }

  @Test
  void shouldReadDetr() {
    Tensor scores =
        new Tensor(
            new long[] {1, 3, 3},
            new float[] {0, (float) Math.log(8), 0, 9, 0, 0, 0, (float) Math.log(2), 0});
    Tensor boxes =
        new Tensor(
            new long[] {1, 3, 4},
            new float[] {0.5f, 0.25f, 0.25f, 0.5f, 0.5f, 0.5f, 1, 1, 0.75f, 0.5f, 0.5f, 1});
    DetectionDecoder softmax = new DetrDecoder(INPUT, 1, Activation.SOFTMAX);

    softmax.check(List.of(scores, boxes));
    List<BoxCandidate> found = softmax.candidates(List.of(scores, boxes), 0.1);

    assertThat(found).hasSize(2);
    assertIsBox(found.get(0), 24, 0, 40, 16, 0.8);
    assertIsBox(found.get(1), 32, 0, 64, 32, 0.5);
    assertThat(softmax.repeatsPeople()).isFalse();
    assertIsBox(
        new DetrDecoder(INPUT, 1, Activation.SIGMOID)
            .candidates(List.of(scores, boxes), 0.1)
            .get(0),
        24,
        0,
        40,
        16,
        8 / 9d);
    assertThatThrownBy(() -> softmax.check(List.of(boxes, scores)))
        .hasMessageContaining("boxes [1, n, 4]");
  }

  @Test
  void shouldReadSsd() {
    List<AnchorLevel> anchors =
        List.of(
            new AnchorLevel(32, List.of(List.of(10.0, 20.0), List.of(16.0, 8.0))),
            new AnchorLevel(64, List.of(List.of(30.0, 60.0))));
    // Anchors: two at (16, 16), two at (48, 16), one at (32, 32).
    Tensor scores = new Tensor(new long[] {1, 5, 1}, new float[] {0, 0.1f, 0.9f, 0, 0.5f});
    Tensor boxes = new Tensor(new long[] {1, 5, 4}, new float[5 * 4]);
    put(boxes, 2 * 4, 2, -1, (float) Math.log(4) * 5, 0);
    DetectionDecoder xy = ssd(anchors, BoxOrder.XY, null);
    DetectionDecoder yx = ssd(anchors, BoxOrder.YX, 0.5);

    xy.check(List.of(scores, boxes));
    List<BoxCandidate> found = xy.candidates(List.of(scores, boxes), 0.2);

    // Centre (48 + 2 * 0.1 * 10, 16 - 0.1 * 20), size (4 * 10, 20); the last is its anchor.
    assertThat(found).hasSize(2);
    assertIsBox(found.get(0), 30, 4, 70, 24, 0.9);
    assertIsBox(found.get(1), 17, 2, 47, 62, 0.5);
    // y first: centre (48 - 0.5 * 10, 16 + 2 * 0.5 * 20), size (10, 4 * 20).
    assertIsBox(yx.candidates(List.of(scores, boxes), 0.2).get(0), 38, -4, 48, 76, 0.9);
    assertThatThrownBy(() -> xy.check(List.of(boxes, scores)))
        .hasMessageContaining("scores [1, 5, more than 0] and boxes [1, 5, 4]");
  }

  private static DetectionDecoder ssd(
      List<AnchorLevel> anchors, BoxOrder order, Double centreVariance) {
    return new DecoderSpec(Kind.SSD, 0, null, Activation.NONE, anchors, order, centreVariance, null)
        .decoder(INPUT);
  }

  private static void put(Tensor tensor, int at, float... values) {
    System.arraycopy(values, 0, tensor.values(), at, values.length);
  }

  private static void assertIsBox(
      BoxCandidate box, double left, double top, double right, double bottom, double score) {
    assertThat(box.left()).isCloseTo(left, CLOSE);
    assertThat(box.top()).isCloseTo(top, CLOSE);
    assertThat(box.right()).isCloseTo(right, CLOSE);
    assertThat(box.bottom()).isCloseTo(bottom, CLOSE);
    assertThat(box.score()).isCloseTo(score, CLOSE);
  }
}
