package io.sketchwatch.core.model;

import io.sketchwatch.core.image.Image;
import java.util.Arrays;
import java.util.List;

/**
 * How pictures become a model's input tensor: size, colour order, fit, then {@code (value - mean) /
 * std} a channel, values from 0 to 255.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels colour order of the tensor's planes
 * @param fit how a picture of another shape is fitted
 * @param mean of each plane, in the tensor's colour order, on the 0 to 255 scale
 * @param std of each plane, likewise
 */
public record InputSpec(
    int width, int height, Channels channels, Fit fit, List<Double> mean, List<Double> std) {

  /** ImageNet's mean and deviation on the 0 to 255 scale, RGB. */
  public static final List<Double> IMAGENET_MEAN = List.of(123.675, 116.28, 103.53);

  public static final List<Double> IMAGENET_STD = List.of(58.395, 57.12, 57.375);

  /** Order of the colour planes. */
  public enum Channels {
    RGB,
    BGR
  }

  /** How a picture of another shape is fitted. */
  public enum Fit {
    /** Both sides scaled on their own. */
    STRETCH,
    /** Scaled to fit with its shape kept, placed in the middle, the rest filled with zeros. */
    LETTERBOX
  }

  /** RGB, stretched, ImageNet normalisation: what re-identification encoders take. */
  public static InputSpec encoder(int width, int height) {
    return new InputSpec(width, height, Channels.RGB, Fit.STRETCH, IMAGENET_MEAN, IMAGENET_STD);
  }

  /** Floats that one picture takes: {@code 3 * height * width}. */
  public int length() {
    return 3 * height * width;
  }

  /** Where a picture of another size lies inside the input. */
  public Letterbox place(int imageWidth, int imageHeight) {
    return fit == Fit.LETTERBOX
        ? Letterbox.of(imageWidth, imageHeight, width, height)
        : new Letterbox(0, 0, width, height);
  }

  /** The tensor {@code [n, 3, height, width]} of several pictures. */
  public float[] batch(List<Image> images) {
    float[] values = new float[images.size() * length()];
    for (int i = 0; i < images.size(); i++) {
      write(images.get(i), values, i * length());
    }
    return values;
  }

  /**
   * Writes one picture as planes {@code [3, height, width]}.
   *
   * @param target receives {@link #length()} floats from {@code offset} on
   */
  public void write(Image image, float[] target, int offset) {
    Letterbox place = place(image.width(), image.height());
    Image scaled = image.resize(place.width(), place.height());
    for (int plane = 0; plane < 3; plane++) {
      int channel = channels == Channels.RGB ? plane : 2 - plane;
      float shift = mean.get(plane).floatValue();
      float scale = 1 / std.get(plane).floatValue();
      int start = offset + plane * height * width;
      Arrays.fill(target, start, start + height * width, -shift * scale);
      for (int y = 0; y < place.height(); y++) {
        int out = start + (y + place.y()) * width + place.x();
        int in = y * place.width() * 3 + channel;
        for (int x = 0; x < place.width(); x++, in += 3) {
          target[out + x] = ((scaled.rgb()[in] & 0xff) - shift) * scale;
        }
      }
    }
  }

  /**
   * Where a picture lies inside the input.
   *
   * @param x columns left of it
   * @param y rows above it
   * @param width its scaled width
   * @param height its scaled height
   */
  public record Letterbox(int x, int y, int width, int height) {

    /** Scaled to fit with its shape kept, in the middle. */
    public static Letterbox of(int fromWidth, int fromHeight, int toWidth, int toHeight) {
      double scale = Math.min((double) toWidth / fromWidth, (double) toHeight / fromHeight);
      int w = Math.max(1, (int) Math.round(fromWidth * scale));
      int h = Math.max(1, (int) Math.round(fromHeight * scale));
      return new Letterbox((toWidth - w) / 2, (toHeight - h) / 2, w, h);
    }
  }
}
