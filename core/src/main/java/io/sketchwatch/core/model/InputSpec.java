package io.sketchwatch.core.model;

import io.sketchwatch.core.image.Image;
import java.nio.FloatBuffer;
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
 * @param std of each plane, likewise, above 0
 * @param layout order of the tensor's axes; null for {@link Layout#NCHW}
 * @param fill grey value, 0 to 255, of what a letterboxed picture leaves free
 */
public record InputSpec(
    int width,
    int height,
    Channels channels,
    Fit fit,
    List<Double> mean,
    List<Double> std,
    Layout layout,
    int fill) {

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
    /** Scaled to fit with its shape kept, placed in the middle. */
    LETTERBOX,
    /** Scaled to fit with its shape kept, placed at the top left. */
    LETTERBOX_TOP_LEFT
  }

  /** Order of the tensor's axes. */
  public enum Layout {
    /** Images, colour planes, rows, columns. */
    NCHW,
    /** Images, rows, columns, colours. */
    NHWC
  }

  /**
   * @throws IllegalArgumentException if a part is missing or out of its range
   */
  public InputSpec {
    layout = layout == null ? Layout.NCHW : layout;
    boolean whole = channels != null && fit != null && mean != null && std != null;
    if (!whole || width < 1 || height < 1 || fill < 0 || fill > 255) {
      throw new IllegalArgumentException(
          "Expected an input with a size, channels, a fit, means and deviations, filled with 0 to"
              + " 255, but was %dx%d, %s, %s, %s, %s, filled with %d"
                  .formatted(width, height, channels, fit, mean, std, fill));
    }
    if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(deviation -> deviation <= 0)) {
      throw new IllegalArgumentException(
          "Expected 3 means and 3 deviations above 0, but was %s and %s".formatted(mean, std));
    }
  }

  /** Planes in a row; a letterbox leaves black. */
  public InputSpec(
      int width, int height, Channels channels, Fit fit, List<Double> mean, List<Double> std) {
    this(width, height, channels, fit, mean, std, Layout.NCHW, 0);
  }

  /** RGB, stretched, ImageNet normalisation: what re-identification encoders take. */
  public static InputSpec encoder(int width, int height) {
    return new InputSpec(width, height, Channels.RGB, Fit.STRETCH, IMAGENET_MEAN, IMAGENET_STD);
  }

  /** Floats that one picture takes: {@code 3 * height * width}. */
  public int length() {
    return 3 * height * width;
  }

  /** The tensor's shape for a number of pictures. */
  public long[] shape(int images) {
    return layout == Layout.NCHW
        ? new long[] {images, 3, height, width}
        : new long[] {images, height, width, 3};
  }

  /** Where a picture of another size lies inside the input. */
  public Letterbox place(int imageWidth, int imageHeight) {
    return switch (fit) {
      case STRETCH -> new Letterbox(0, 0, width, height);
      case LETTERBOX -> Letterbox.of(imageWidth, imageHeight, width, height);
      case LETTERBOX_TOP_LEFT ->
          Letterbox.of(imageWidth, imageHeight, width, height).atTheTopLeft();
    };
  }

  /** A picture scaled to its place; {@link #write} gives the same tensor for both. */
  public Image scale(Image image) {
    Letterbox place = place(image.width(), image.height());
    return image.resize(place.width(), place.height());
  }

  /** The tensor of several pictures, of {@link #shape}. */
  public float[] batch(List<Image> images) {
    float[] values = new float[images.size() * length()];
    write(images, FloatBuffer.wrap(values));
    return values;
  }

  /**
   * Writes several pictures one after the other.
   *
   * @param target receives {@link #length()} floats a picture from its start on
   */
  public void write(List<Image> images, FloatBuffer target) {
    for (int i = 0; i < images.size(); i++) {
      new InputWriter(this, images.get(i)).write(target, i * length());
    }
  }

  /**
   * Writes one picture.
   *
   * @param target receives {@link #length()} floats from {@code offset} on
   */
  public void write(Image image, float[] target, int offset) {
    new InputWriter(this, image).write(FloatBuffer.wrap(target), offset);
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

    private Letterbox atTheTopLeft() {
      return new Letterbox(0, 0, width, height);
    }
  }
}
