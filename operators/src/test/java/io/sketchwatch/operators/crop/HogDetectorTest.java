package io.sketchwatch.operators.crop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.image.Box;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class HogDetectorTest {

  private static final Image BLANK = paint(graphics -> {});

  @Test
  void shouldFindADrawnWalkerAndNobodyInABlankFrame() {
    Image walker = paint(graphics -> drawWalker(graphics, 150, 60));
    try (HogDetector detector = new HogDetector()) {
      List<List<Detection>> found = detector.detect(List.of(walker, BLANK));

      assertThat(found.get(0))
          .anySatisfy(
              person -> {
                assertThat(person.box().iou(new Box(132, 60, 36, 104))).isGreaterThan(0.4);
                assertThat(person.confidence()).isBetween(0.2, 1.0);
              });
      assertThat(found.get(1)).isEmpty();
    }
  }

  @Test
  void shouldSearchAFrameThatIsSmallerThanItsWindow() {
    try (HogDetector detector = new HogDetector()) {
      assertThat(detector.detect(List.of(new Image(16, 16, new byte[16 * 16 * 3]))).get(0))
          .isEmpty();
    }
  }

  @Test
  void shouldFreeWhatItAllocates() {
    try (HogDetector detector = new HogDetector()) {
      detector.detect(List.of(BLANK));
      long before = Pointer.totalBytes();
      long objects = Pointer.totalCount();
      for (int i = 0; i < 5; i++) {
        detector.detect(List.of(BLANK));
      }

      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(objects);
    }
  }

  private static Image paint(Consumer<Graphics2D> draw) {
    BufferedImage picture = new BufferedImage(300, 220, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(190, 190, 185));
    graphics.fillRect(0, 0, 300, 220);
    draw.accept(graphics);
    graphics.dispose();
    return ImageCodec.fromBuffered(picture);
  }

  private static void drawWalker(Graphics2D graphics, int x, int y) {
    graphics.setColor(new Color(60, 45, 40));
    graphics.fillOval(x - 8, y, 16, 19);
    graphics.fillRoundRect(x - 16, y + 19, 32, 40, 12, 12);
    graphics.fillPolygon(
        new int[] {x - 13, x - 1, x - 4, x - 15}, new int[] {y + 55, y + 55, y + 104, y + 104}, 4);
    graphics.fillPolygon(
        new int[] {x + 1, x + 13, x + 15, x + 4}, new int[] {y + 55, y + 55, y + 104, y + 104}, 4);
  }
}
