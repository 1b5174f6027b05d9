package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.BadImageException;
import io.sketchwatch.core.image.Image;
import io.sketchwatch.core.image.ImageCodec;

/**
 * What is lost between a camera's lens and a crop: a walker blurs while the shutter is open, and
 * the stream is of fewer pixels and bits than the crop pretends. Half of all shots lose nothing.
 *
 * @param smear how far the picture moved while it was taken, in pixels; 1 is not at all
 * @param height of the person's picture in the stream, in pixels
 * @param quality of the stream's compression, 0 to 1
 */
record Recording(int smear, int height, double quality) {

  /** Loses nothing. */
  static final Recording PERFECT = new Recording(1, Integer.MAX_VALUE, 1);

  static Recording of(Dice dice) {
    int smear = dice.chance(0.25) ? 2 + dice.below(6) : 1;
    boolean poor = dice.chance(0.35);
    int height = 48 + dice.below(60);
    double quality = dice.between(0.2, 0.6);
    return new Recording(smear, poor ? height : PERFECT.height, quality);
  }

  /** Blurs along the rows, as people who walk across the picture do. */
  Image moved(Image scene) {
    if (smear < 2) {
      return scene;
    }
    byte[] in = scene.rgb();
    byte[] out = new byte[in.length];
    int width = scene.width();
    for (int y = 0; y < scene.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < 3; channel++) {
          int sum = 0;
          for (int k = 0; k < smear; k++) {
            int from = Math.max(0, Math.min(width - 1, x + k - smear / 2));
            sum += in[(y * width + from) * 3 + channel] & 0xff;
          }
          out[(y * width + x) * 3 + channel] = (byte) (sum / smear);
        }
      }
    }
    return new Image(width, scene.height(), out);
  }

  /** Sends the picture through the stream: it comes back in its size, but not as it was. */
  Image streamed(Image picture) {
    if (height >= picture.height()) {
      return picture;
    }
    int width = Math.max(1, Math.round((float) picture.width() * height / picture.height()));
    byte[] stream = ImageCodec.jpeg(picture.resize(width, height), quality);
    try {
      return ImageCodec.decode(stream).resize(picture.width(), picture.height());
    } catch (BadImageException e) {
      throw new IllegalStateException("A JPEG that was just written can be read", e);
    }
  }
}
