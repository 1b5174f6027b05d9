package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.Image;

/**
 * What one camera does to every picture it takes. A camera's look is fixed: its number decides it,
 * whatever the data set.
 *
 * @param number from 0
 * @param redGain exposure times colour cast of red
 * @param greenGain of green
 * @param blueGain of blue
 * @param contrast slope around the middle grey, 1 leaves it
 * @param saturation 0 is grey, 1 leaves it
 * @param noise standard deviation of the sensor's noise, of 255
 * @param blur of the lens: 0 sharp to 1
 * @param light where the light comes from
 * @param pitch how far it looks from above, radians
 * @param leastHeight of a person's crop, pixels
 * @param mostHeight of a person's crop, pixels
 * @param jpegQuality 0 to 1
 */
record CameraLook(
    int number,
    double redGain,
    double greenGain,
    double blueGain,
    double contrast,
    double saturation,
    double noise,
    double blur,
    Light light,
    double pitch,
    int leastHeight,
    int mostHeight,
    double jpegQuality) {

  private static final int NOISE_PERIOD = 1 << 15;
  private static final float[] NOISE = new float[NOISE_PERIOD];

  static {
    Dice dice = Dice.of(77);
    for (int i = 0; i < NOISE_PERIOD; i++) {
      NOISE[i] = (float) dice.gaussian();
    }
  }

  static CameraLook of(int number) {
    Dice dice = Dice.of(number, 21);
    double exposure = dice.between(0.62, 1.18);
    double cast = dice.between(-0.13, 0.13);
    double green = dice.between(-0.05, 0.05);
    int least = 60 + dice.below(60);
    return new CameraLook(
        number,
        exposure * (1 + cast),
        exposure * (1 + green),
        exposure * (1 - cast),
        dice.between(0.75, 1.25),
        dice.between(0.55, 1.1),
        dice.between(2, 9),
        dice.between(0, 1),
        new Light(dice.between(-0.8, 0.8), dice.between(0.4, 0.7)),
        dice.between(0, 0.3),
        least,
        least + 70,
        dice.between(0.45, 0.9));
  }

  /** The same camera sharper, cleaner and farther away from clipping: for a whole frame. */
  CameraLook forFrames() {
    return new CameraLook(
        number,
        (1 + redGain) / 2,
        (1 + greenGain) / 2,
        (1 + blueGain) / 2,
        (1 + contrast) / 2,
        saturation,
        noise / 2,
        0,
        light,
        pitch,
        leastHeight,
        mostHeight,
        jpegQuality);
  }

  /**
   * Takes the picture: lens, sensor and development.
   *
   * @param exposure of this shot against the camera's usual one, about 1
   */
  Image take(Image scene, double exposure, Dice dice) {
    Image soft = blur < 0.15 ? scene : soften(scene);
    byte[] in = soft.rgb();
    byte[] out = new byte[in.length];
    double[] gains = {redGain * exposure, greenGain * exposure, blueGain * exposure};
    int at = dice.below(NOISE_PERIOD);
    int stride = 1 + 2 * dice.below(50);
    for (int i = 0; i < in.length; i += 3) {
      double grey =
          0.299 * (in[i] & 0xff) + 0.587 * (in[i + 1] & 0xff) + 0.114 * (in[i + 2] & 0xff);
      double common = NOISE[at & (NOISE_PERIOD - 1)];
      at += stride;
      for (int channel = 0; channel < 3; channel++) {
        double value = grey + saturation * ((in[i + channel] & 0xff) - grey);
        double own = NOISE[at & (NOISE_PERIOD - 1)];
        at += stride;
        double grain = noise * (0.7 * common + 0.6 * own);
        out[i + channel] = clamp(128 + (value * gains[channel] - 128) * contrast + grain);
      }
    }
    return new Image(soft.width(), soft.height(), out);
  }

  /** Shrinks and enlarges again: what a cheap lens and a scaler do. */
  private Image soften(Image scene) {
    double scale = 1 - 0.45 * blur;
    int width = (int) Math.max(1, Math.round(scene.width() * scale));
    int height = (int) Math.max(1, Math.round(scene.height() * scale));
    return scene.resize(width, height).resize(scene.width(), scene.height());
  }

  private static byte clamp(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
