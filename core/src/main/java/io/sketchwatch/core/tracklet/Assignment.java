package io.sketchwatch.core.tracklet;

import java.util.Arrays;

/**
 * The cheapest one-to-one assignment of rows to columns, by shortest augmenting paths: Kuhn's
 * Hungarian method in the form of Jonker and Volgenant ("A shortest augmenting path algorithm for
 * dense and sparse linear assignment problems", Computing 38, 1987). O(n²m) for n rows and m
 * columns, n the smaller.
 */
public final class Assignment {

  private Assignment() {}

  /**
   * Assigns rows to columns so that the sum of cost over assigned pairs, plus {@code limit} for
   * each pair that could be assigned but is not, is least. No pair that costs {@code limit} or more
   * is assigned.
   *
   * @param cost finite, one row a row, all of one length
   * @param limit what leaving a pair apart costs
   * @return for each row its column, or -1
   */
  public static int[] minimise(double[][] cost, double limit) {
    int rows = cost.length;
    int columns = rows == 0 ? 0 : cost[0].length;
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, -1);
    if (columns == 0) {
      return columnOf;
    }
    boolean wide = rows <= columns;
    int[] longOf = solve(wide ? capped(cost, limit) : transposed(capped(cost, limit)));
    for (int i = 0; i < longOf.length; i++) {
      int row = wide ? i : longOf[i];
      int column = wide ? longOf[i] : i;
      if (cost[row][column] < limit) {
        columnOf[row] = column;
      }
    }
    return columnOf;
  }

  private static double[][] capped(double[][] cost, double limit) {
    return Arrays.stream(cost)
        .map(row -> Arrays.stream(row).map(value -> Math.min(value, limit)).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] turned = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        turned[j][i] = matrix[i][j];
      }
    }
    return turned;
  }

  /** Assigns every row, of which there are no more than columns. Index 0 stands for "none". */
  private static int[] solve(double[][] cost) {
    int columns = cost[0].length;
    double[] rowPotential = new double[cost.length + 1];
    double[] columnPotential = new double[columns + 1];
    int[] rowOf = new int[columns + 1];
    for (int row = 1; row <= cost.length; row++) {
      augment(cost, row, rowPotential, columnPotential, rowOf);
    }
    int[] columnOf = new int[cost.length];
    for (int column = 1; column <= columns; column++) {
      if (rowOf[column] > 0) {
        columnOf[rowOf[column] - 1] = column - 1;
      }
    }
    return columnOf;
  }

  /** Dijkstra on reduced costs from a free row to a free column, then flips that path. */
  private static void augment(
      double[][] cost, int start, double[] rowPotential, double[] columnPotential, int[] rowOf) {
    int columns = columnPotential.length - 1;
    double[] distance = new double[columns + 1];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int[] previous = new int[columns + 1];
    boolean[] visited = new boolean[columns + 1];
    rowOf[0] = start;
    int column = 0;
    while (rowOf[column] != 0) {
      visited[column] = true;
      int row = rowOf[column];
      int nearest = 0;
      double step = Double.POSITIVE_INFINITY;
      for (int j = 1; j <= columns; j++) {
        if (!visited[j]) {
          double reduced = cost[row - 1][j - 1] - rowPotential[row] - columnPotential[j];
          if (reduced < distance[j]) {
            distance[j] = reduced;
            previous[j] = column;
          }
          if (distance[j] < step) {
            step = distance[j];
            nearest = j;
          }
        }
      }
      for (int j = 0; j <= columns; j++) {
        if (visited[j]) {
          rowPotential[rowOf[j]] += step;
          columnPotential[j] -= step;
        } else {
          distance[j] -= step;
        }
      }
      column = nearest;
    }
    for (int j = column; j != 0; j = previous[j]) {
      rowOf[j] = rowOf[previous[j]];
    }
  }
}
