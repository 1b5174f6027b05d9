package io.sketchwatch.jobs.command;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;
import java.util.Arrays;

/** Small pictures for tests. */
final class Pictures {

  private Pictures() {}

  static byte[] png() {
    byte[] rgb = new byte[8 * 16 * 3];
    Arrays.fill(rgb, (byte) 200);
    return ImageCodec.png(new Image(8, 16, rgb));
  }
}
