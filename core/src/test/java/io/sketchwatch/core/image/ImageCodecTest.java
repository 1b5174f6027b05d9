package io.sketchwatch.core.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageCodecTest {

  @Test
  void shouldReadBackAPngToTheLastBit() throws Exception {
    Image image = noise(31, 17);

    assertThat(ImageCodec.decode(ImageCodec.png(image))).isEqualTo(image);
  }

  @Test
  void shouldKeepTheSizeOfAJpegAndCloselyItsColours() throws Exception {
    byte[] rgb = new byte[40 * 20 * 3];
    Arrays.fill(rgb, (byte) 200);

    Image decoded = ImageCodec.decode(ImageCodec.jpeg(new Image(40, 20, rgb), 0.9));

    assertThat(decoded.width()).isEqualTo(40);
    assertThat(decoded.height()).isEqualTo(20);
    assertThat(decoded.at(20, 10, 0)).isBetween(198, 202);
  }

  @Test
  void shouldTurnTransparencyIntoWhitePaper() throws Exception {
    BufferedImage clear = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(1, 1, Color.BLACK.getRGB());
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(clear, "png", png);

    Image decoded = ImageCodec.decode(png.toByteArray());

    assertThat(decoded.at(0, 0, 0)).isEqualTo(255);
    assertThat(decoded.at(1, 1, 0)).isZero();
  }

  @Test
  void shouldRefuseAHeaderThatClaimsTooManyPixelsBeforeDecodingAny() throws Exception {
    byte[] bomb = ImageCodec.png(noise(8, 8));
    ByteBuffer header = ByteBuffer.wrap(bomb);
    header.putInt(16, 40_000).putInt(20, 40_000);
    CRC32 crc = new CRC32();
    crc.update(bomb, 12, 17);
    header.putInt(29, (int) crc.getValue());

    assertThatThrownBy(() -> ImageCodec.decode(bomb))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("40000 x 40000");
  }

  @Test
  void shouldRefuseTextAndNothingAndHalfAPicture() {
    byte[] jpeg = ImageCodec.jpeg(noise(64, 64), 0.9);
    byte[][] bad = {
      new byte[0],
      "no picture".getBytes(UTF_8),
      Arrays.copyOf(jpeg, 100),
      Arrays.copyOf(jpeg, jpeg.length / 2),
      {(byte) 0xff, (byte) 0xd8}
    };

    for (byte[] bytes : bad) {
      assertThatThrownBy(() -> ImageCodec.decode(bytes)).isInstanceOf(BadImageException.class);
    }
  }

  @Test
  void shouldReadAJpegThatLacksNothingButItsEndMarker() throws Exception {
    byte[] jpeg = ImageCodec.jpeg(noise(64, 64), 0.9);

    Image decoded = ImageCodec.decode(Arrays.copyOf(jpeg, jpeg.length - 2));

    assertThat(decoded).isEqualTo(ImageCodec.decode(jpeg));
  }

  private static Image noise(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    new Random(7).nextBytes(rgb);
    return new Image(width, height, rgb);
  }
}
