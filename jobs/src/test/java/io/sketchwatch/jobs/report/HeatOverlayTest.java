package io.sketchwatch.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.dalnet.evaluation.AttentionMap;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatOverlayTest {

  private static final int[] COLUMNS = {0, 3, 7};

  /** Attention 0 at the left edge, 1 at the right edge, rising in between. */
  private static Image overlaid(byte[] pixel) {
    byte[] rgb = new byte[8 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = pixel[i % 3];
    }
    AttentionMap map = AttentionMap.of(new float[] {0, 3}, new float[] {1, 1}, 1, 2);
    return HeatOverlay.of(new Image(8, 1, rgb), map);
  }

  @Test
  void shouldBeTheGreyPictureWhereNobodyLooksAndPaleYellowWhereMostIsLookedAt() {
    Image overlaid = overlaid(new byte[] {(byte) 200, 0, 0});

    assertThat(pixel(overlaid, 0)).containsExactly(60, 60, 60);
    assertThat(pixel(overlaid, 7)).containsExactly(214, 216, 143);
  }

  @Test
  void shouldGetLighterOverABlackPictureTheMoreItIsLookedAt() {
    Image overlaid = overlaid(new byte[3]);

    assertThat(Arrays.stream(COLUMNS).map(x -> Arrays.stream(pixel(overlaid, x)).sum()).toArray())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static int[] pixel(Image image, int x) {
    return new int[] {image.at(x, 0, 0), image.at(x, 0, 1), image.at(x, 0, 2)};
  }
}
