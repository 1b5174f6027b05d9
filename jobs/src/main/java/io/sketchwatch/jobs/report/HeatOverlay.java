package io.sketchwatch.jobs.report;

import io.sketchwatch.core.image.Image;
import io.sketchwatch.dalnet.evaluation.AttentionMap;

/**
 * Lays attention over a picture in the colours of the map "inferno", whose lightness rises evenly
 * from black over red to pale yellow (Smith and van der Walt, matplotlib 1.5). The picture below is
 * grey, so that every colour is attention; the less attention, the more of it shows through.
 */
final class HeatOverlay {

  /** Evenly spaced; between them colours are interpolated. */
  private static final int[][] INFERNO = {
    {0, 0, 4},
    {31, 12, 72},
    {85, 15, 109},
    {136, 34, 106},
    {186, 54, 85},
    {227, 89, 51},
    {249, 140, 10},
    {249, 201, 50},
    {252, 255, 164}
  };

  private static final double MOST_OPAQUE = 0.8;
  private static final int WHITE = 255;

  private HeatOverlay() {}

  static Image of(Image picture, AttentionMap map) {
    Image shades = map.shades(picture.width(), picture.height());
    byte[] rgb = new byte[picture.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % picture.width();
      int y = i / 3 / picture.width();
      int shade = shades.at(x, y, 0);
      double opacity = MOST_OPAQUE * shade / WHITE;
      double mixed = opacity * colour(shade, i % 3) + (1 - opacity) * grey(picture, x, y);
      rgb[i] = (byte) Math.round(mixed);
    }
    return new Image(picture.width(), picture.height(), rgb);
  }

  private static double grey(Image picture, int x, int y) {
    return 0.299 * picture.at(x, y, 0) + 0.587 * picture.at(x, y, 1) + 0.114 * picture.at(x, y, 2);
  }

  private static double colour(int shade, int channel) {
    double place = (double) shade / WHITE * (INFERNO.length - 1);
    int low = Math.min((int) place, INFERNO.length - 2);
    double part = place - low;
    return (1 - part) * INFERNO[low][channel] + part * INFERNO[low + 1][channel];
  }
}
