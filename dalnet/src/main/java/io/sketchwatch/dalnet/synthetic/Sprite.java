package io.sketchwatch.dalnet.synthetic;

import io.sketchwatch.core.image.Box;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Consumer;

/**
 * A painted thing with its transparency, at a place in the frame.
 *
 * @param owner the person, or {@link #THING}
 * @param ground y of its lowest point on the ground: nearer things are larger
 * @param picture of type ARGB
 * @param x of the picture's left edge
 * @param y of its upper edge
 */
record Sprite(int owner, double ground, BufferedImage picture, int x, int y) {

  /** Owner of what is not a person. */
  static final int THING = -1;

  private static final int SOLID = 128;

  /**
   * Paints a sprite.
   *
   * @param bounds what the painting covers, in frame coordinates
   * @param painting paints in frame coordinates
   */
  static Sprite of(int owner, double ground, Rectangle2D bounds, Consumer<Graphics2D> painting) {
    int x = (int) Math.floor(bounds.getMinX()) - 2;
    int y = (int) Math.floor(bounds.getMinY()) - 2;
    int width = (int) Math.ceil(bounds.getMaxX()) + 2 - x;
    int height = (int) Math.ceil(bounds.getMaxY()) + 2 - y;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = picture.createGraphics();
    g.translate(-x, -y);
    painting.accept(g);
    g.dispose();
    return new Sprite(owner, ground, picture, x, y);
  }

  /** Whether a pixel of the picture hides what is behind it. */
  boolean solid(int column, int row) {
    return alpha(column, row) >= SOLID;
  }

  private int alpha(int column, int row) {
    int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    return pixels[row * picture.getWidth() + column] >>> 24;
  }

  /** Around every pixel that is not wholly transparent, in frame coordinates. */
  Box bounds() {
    int left = picture.getWidth();
    int top = picture.getHeight();
    int right = 0;
    int bottom = 0;
    for (int row = 0; row < picture.getHeight(); row++) {
      for (int column = 0; column < picture.getWidth(); column++) {
        if (alpha(column, row) > 0) {
          left = Math.min(left, column);
          right = Math.max(right, column + 1);
          top = Math.min(top, row);
          bottom = Math.max(bottom, row + 1);
        }
      }
    }
    return new Box(x + left, y + top, Math.max(1, right - left), Math.max(1, bottom - top));
  }
}
