package io.sketchwatch.core.image;

/**
 * An axis-aligned rectangle in integer pixels, origin at the top left of the decoded frame.
 *
 * <p>It may lie partly outside the frame (a person who walks out of the picture); {@link #clip}
 * cuts it to the frame.
 *
 * @param x left edge, inclusive
 * @param y top edge, inclusive
 * @param width at least 1
 * @param height at least 1
 */
public record Box(int x, int y, int width, int height) {

  public Box {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "Expected a box of at least 1x1 pixels, but was %dx%d".formatted(width, height));
    }
  }

  public long area() {
    return (long) width * height;
  }

  /** Intersection over union, 0 (disjoint) to 1 (equal). */
  public double iou(Box other) {
    long overlap = overlap(other);
    return overlap / (double) (area() + other.area() - overlap);
  }

  /** Number of pixels that both boxes cover. */
  public long overlap(Box other) {
    long w = Math.min(right(), other.right()) - (long) Math.max(x, other.x);
    long h = Math.min(bottom(), other.bottom()) - (long) Math.max(y, other.y);
    return w <= 0 || h <= 0 ? 0 : w * h;
  }

  /** First column right of the box. */
  public int right() {
    return x + width;
  }

  /** First row below the box. */
  public int bottom() {
    return y + height;
  }

  /** The part inside a frame; a box wholly outside becomes one pixel at the nearest border. */
  public Box clip(int frameWidth, int frameHeight) {
    int left = clamp(x, 0, frameWidth - 1);
    int top = clamp(y, 0, frameHeight - 1);
    int right = clamp(right(), left + 1, frameWidth);
    int bottom = clamp(bottom(), top + 1, frameHeight);
    return new Box(left, top, right - left, bottom - top);
  }

  private static int clamp(int value, int low, int high) {
    return Math.max(low, Math.min(value, high));
  }
}
