package io.sketchwatch.dalnet.data;

import io.sketchwatch.core.image.Image;
import java.util.Random;

/**
 * Makes a photo grey by one of its channels or by its luma, drawn evenly, so that the network looks
 * at more than colour, which no pencil sketch has.
 */
final class ChannelExchange {

  private static final int LUMA = 3;

  private ChannelExchange() {}

  static Image apply(Image image, Random random) {
    int choice = random.nextInt(4);
    byte[] in = image.rgb();
    byte[] grey = new byte[in.length];
    for (int i = 0; i < grey.length; i += 3) {
      byte value = choice == LUMA ? luma(in, i) : in[i + choice];
      grey[i] = value;
      grey[i + 1] = value;
      grey[i + 2] = value;
    }
    return new Image(image.width(), image.height(), grey);
  }

  private static byte luma(byte[] rgb, int at) {
    double sum =
        0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
    return (byte) Math.round(sum);
  }
}
