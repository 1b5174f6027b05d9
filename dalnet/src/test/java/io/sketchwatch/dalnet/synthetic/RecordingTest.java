package io.sketchwatch.dalnet.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.image.Image;
import org.junit.jupiter.api.Test;

class RecordingTest {

  /** A white post, one pixel wide, before black. */
  private static Image post(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int channel = 0; channel < 3; channel++) {
        rgb[(y * width + width / 2) * 3 + channel] = (byte) 255;
      }
    }
    return new Image(width, height, rgb);
  }

  @Test
  void shouldSpreadWhatMovesAlongItsRow() {
    Image blurred = new Recording(5, 1000, 0.5).moved(post(21, 4));

    for (int x = 0; x < 21; x++) {
      assertThat(blurred.at(x, 2, 1)).isEqualTo(Math.abs(x - 10) <= 2 ? 51 : 0);
    }
  }

  @Test
  void shouldLoseFineLinesInAPoorStreamButKeepTheSize() {
    Image sharp = post(60, 150);

    Image poor = new Recording(1, 50, 0.3).streamed(sharp);

    assertThat(poor.width()).isEqualTo(60);
    assertThat(poor.height()).isEqualTo(150);
    assertThat(poor.at(30, 75, 0)).isBetween(15, 140);
  }

  @Test
  void shouldLeaveAStreamOfEnoughPixelsAsItIs() {
    Image sharp = post(60, 150);
    Recording good = new Recording(1, 150, 0.3);

    assertThat(good.streamed(good.moved(sharp))).isSameAs(sharp);
  }

  @Test
  void shouldHarmSomeShotsAndSpareOthers() {
    long smeared = 0;
    long poor = 0;
    for (int i = 0; i < 400; i++) {
      Recording recording = Recording.of(Dice.of(i));
      smeared += recording.smear() > 1 ? 1 : 0;
      poor += recording.height() < 150 ? 1 : 0;
    }

    assertThat(smeared).isBetween(60L, 140L);
    assertThat(poor).isBetween(100L, 180L);
  }
}
