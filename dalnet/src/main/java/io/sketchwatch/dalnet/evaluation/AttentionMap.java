package io.sketchwatch.dalnet.evaluation;

import io.sketchwatch.core.image.Image;

/**
 * How much each place of a picture counts towards a score, as XGrad-CAM tells it (Fu et al.,
 * "Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs", BMVC 2020): from
 * 0, where nothing speaks for the score, to 1, where most does.
 *
 * <pre>
 * A        maps of the picture, 0 or more                     [channels, rows, columns]
 * dS/dA    gradient of the score by them                      likewise
 * alpha_c  sum_ij(dS/dA_cij * A_cij) / sum_ij(A_cij)          0 where the map is
 * map      ReLU(sum_c(alpha_c * A_c)) / its greatest value    [rows, columns]
 * </pre>
 */
public final class AttentionMap {

  private static final int WHITE = 255;

  private final int columns;
  private final double[] values;

  private AttentionMap(int columns, double[] values) {
    this.columns = columns;
    this.values = values;
  }

  /**
   * The map of one picture.
   *
   * @param maps {@code [channels, rows, columns]} in row-major order
   * @param gradients of the score, likewise
   */
  public static AttentionMap of(float[] maps, float[] gradients, int rows, int columns) {
    double[] values = evidence(maps, gradients, rows * columns);
    double greatest = 0;
    for (double value : values) {
      greatest = Math.max(greatest, value);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] > 0 ? values[i] / greatest : 0;
    }
    return new AttentionMap(columns, values);
  }

  /** The weighted sum of the maps: what speaks for the score, and below 0 what speaks against. */
  static double[] evidence(float[] maps, float[] gradients, int positions) {
    double[] evidence = new double[positions];
    for (int from = 0; from < maps.length; from += positions) {
      double sum = 0;
      double weighted = 0;
      for (int i = from; i < from + positions; i++) {
        sum += maps[i];
        weighted += (double) gradients[i] * maps[i];
      }
      for (int i = 0; i < positions && sum > 0; i++) {
        evidence[i] += weighted / sum * maps[from + i];
      }
    }
    return evidence;
  }

  public int rows() {
    return values.length / columns;
  }

  public int columns() {
    return columns;
  }

  /** The value of a place, 0 to 1. */
  public double at(int row, int column) {
    return values[row * columns + column];
  }

  /** This map at a picture's size, bilinearly, from black for 0 to white for 1. */
  public Image shades(int width, int height) {
    byte[] rgb = new byte[3 * values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(WHITE * values[i / 3]);
    }
    return new Image(columns, rows(), rgb).resize(width, height);
  }
}
